package dev.ipcommand.bench.foreign;

import dev.ipcommand.bench.foreign.DeviceSocket.Arrival;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The TCP/IP commands of SIMCom's SIM7500/SIM7600 and A76xx notes, for one UDP link. */
final class Simcom implements ForeignModem.Family {
    private final String model;
    private final Deque<Arrival> received = new ArrayDeque<>();
    private @Nullable DeviceSocket socket;
    private int link = -1;
    private boolean buffered;
    private boolean announced;
    private boolean sourceShown = true;
    private boolean lengthShown = true;
    private int sendFailures;

    @Override
    public void socketLost(ForeignModem modem) {
        close();
        modem.urc("+IPCLOSE: " + link + ",1");
    }

    @Override
    public void forgetAnnouncement() {
        announced = true;
    }

    /** @param model as CGMM says it: {@code SIMCOM_SIM7600G-H}, {@code A7670E-FASE} */
    Simcom(String model) {
        this.model = model;
    }

    @Override
    public void failSends(int count) {
        sendFailures = count;
    }

    @Override
    public void install(ForeignModem modem) {
        identity(modem);
        for (String refusable :
                new String[] {"AT+CATR=", "AT+CSCLK=", "AT+CIPTIMEOUT=", "AT+CIPMODE=", "AT+CNMP=", "AT+CIPCCFG="}) {
            modem.optional(refusable, Exchange::ok);
        }
        modem.optional("AT+CPSI?", exchange -> exchange.info(
                        "+CPSI: LTE,Online,310-410,0x1A2B,27447297,309,EUTRAN-BAND4,2300,5,5,-94,-850,-545,15")
                .ok());
        modem.on("AT+CIPHEAD=", exchange -> {
            lengthShown = exchange.number(0) == 1;
            exchange.ok();
        });
        modem.on("AT+CIPSRIP=", exchange -> {
            sourceShown = exchange.number(0) == 1;
            exchange.ok();
        });
        modem.on("AT+CIPRXGET=", exchange -> rxget(modem, exchange));
        modem.on("AT+CIPRXGET?", exchange -> exchange.info("+CIPRXGET: " + (buffered ? 1 : 0))
                .ok());
        modem.on("AT+NETOPEN", exchange -> netopen(modem, exchange));
        modem.on("AT+NETOPEN?", exchange -> exchange.info("+NETOPEN: " + (modem.contextUp() ? 1 : 0))
                .ok());
        modem.on("AT+NETCLOSE", exchange -> netclose(modem, exchange));
        modem.on("AT+IPADDR", exchange -> {
            if (modem.contextUp()) {
                exchange.info("+IPADDR: " + modem.address()).ok();
            } else {
                exchange.info("+IP ERROR: Network not opened").error();
            }
        });
        modem.on("AT+CIPOPEN=", exchange -> open(modem, exchange));
        modem.on("AT+CIPOPEN?", exchange -> {
            exchange.info("+CIPOPEN: 0" + (socket == null ? "" : ",\"UDP\",\"0.0.0.0\",0,-1"))
                    .info("+CIPOPEN: 1")
                    .ok();
        });
        modem.on("AT+CIPCLOSE=", exchange -> closeLink(modem, exchange));
        modem.on("AT+CIPSEND=", exchange -> send(modem, exchange));
    }

    private void identity(ForeignModem modem) {
        boolean prefixed = modem.has(Freedom.PREFIXED_IDENTITY);
        modem.on("ATI", exchange -> {
            exchange.info("Manufacturer: SIMCOM INCORPORATED")
                    .info("Model: " + model)
                    .info("Revision: V2.0.1")
                    .info("IMEI: 861107031234561");
            if (modem.has(Freedom.LONG_ATI)) {
                exchange.info("+GCAP: +CGSM").info("Build: 2021");
            }
            exchange.ok();
        });
        modem.on("AT+CGMI", exchange -> exchange.info(
                        prefixed ? "+CGMI: \"SIMCOM INCORPORATED\"" : "SIMCOM INCORPORATED")
                .ok());
        modem.on("AT+CGMM", exchange -> exchange.info(prefixed ? "+CGMM: \"" + model + "\"" : model)
                .ok());
        modem.on("AT+CGMR", exchange -> exchange.info("+CGMR: LE20B04SIM7600").ok());
        modem.on("AT+CGSN", exchange -> exchange.info("861107031234561").ok());
        modem.iccid("AT+CICCID", "+ICCID: ", ForeignModem.ICCID);
        modem.iccid("AT+CRSM=176,12258,0,0,10", "+CRSM: ", "144,0,\"98880307000000001071\"");
    }

    private void netopen(ForeignModem modem, Exchange exchange) {
        if (modem.contextUp()) {
            exchange.info("+IP ERROR: Network is already opened").error();
        } else if (!modem.registered()) {
            exchange.ok();
            modem.port().later(100, () -> modem.urc("+NETOPEN: 1"));
        } else if (modem.has(Freedom.RESULT_FIRST)) {
            modem.contextUp(true);
            exchange.info("+NETOPEN: 0").ok();
        } else {
            exchange.ok();
            modem.port().later(modem.has(Freedom.RESULT_LATE) ? 3500 : 300, () -> {
                modem.contextUp(true);
                modem.urc("+NETOPEN: 0");
            });
        }
    }

    private void netclose(ForeignModem modem, Exchange exchange) {
        if (!modem.contextUp()) {
            exchange.info("+NETCLOSE: 2").error();
            return;
        }
        close();
        modem.contextUp(false);
        exchange.ok();
        modem.port().later(100, () -> modem.urc("+NETCLOSE: 0"));
    }

    private void open(ForeignModem modem, Exchange exchange) {
        int wanted = exchange.number(0);
        int result = 0;
        if (!modem.contextUp()) {
            result = 2;
        } else if (socket != null) {
            result = 8;
        } else {
            try {
                link = wanted;
                announced = false;
                received.clear();
                socket = new DeviceSocket(modem.address(), exchange.number(4), arrival -> modem.port()
                        .soon(() -> arrived(modem, arrival)));
            } catch (IOException taken) {
                result = 6;
            }
        }
        String line = "+CIPOPEN: " + wanted + "," + result;
        if (result != 0) {
            exchange.info(line).error();
        } else if (modem.has(Freedom.RESULT_LATE)) {
            exchange.ok();
            modem.port().later(2500, () -> modem.urc(line));
        } else {
            exchange.info(line).ok();
        }
    }

    private void closeLink(ForeignModem modem, Exchange exchange) {
        int wanted = exchange.number(0);
        if (socket == null) {
            exchange.info("+CIPCLOSE: " + wanted + ",4").error();
            return;
        }
        close();
        if (modem.has(Freedom.RESULT_LATE)) {
            exchange.ok();
            modem.port().later(300, () -> modem.urc("+CIPCLOSE: " + wanted + ",0"));
        } else {
            exchange.info("+CIPCLOSE: " + wanted + ",0").ok();
        }
    }

    private void arrived(ForeignModem modem, Arrival arrival) {
        if (socket == null) {
            return;
        }
        if (buffered) {
            received.add(arrival);
            if (!announced) {
                announced = true;
                modem.urc("+CIPRXGET: 1," + link);
            }
            return;
        }
        StringBuilder head = new StringBuilder("\r\n");
        if (sourceShown) {
            head.append(modem.has(Freedom.PLUS_RECV_FROM) ? "+" : "")
                    .append("RECV FROM:")
                    .append(arrival.address())
                    .append(':')
                    .append(arrival.port())
                    .append("\r\n");
        }
        int length = arrival.bytes().length;
        if (modem.has(Freedom.RECEIVE_HEADER)) {
            head.append("+RECEIVE,").append(link).append(',').append(length).append(":\r\n");
        } else if (lengthShown) {
            head.append("+IPD").append(length).append("\r\n");
        }
        String tail = modem.has(Freedom.GLUED_URC) ? "+CSQ: 21,99\r\n" : modem.has(Freedom.NO_TRAILER) ? "" : "\r\n";
        modem.port().write(Quectel.join(head.toString(), arrival.bytes(), tail));
    }

    private void rxget(ForeignModem modem, Exchange exchange) {
        int what = exchange.number(0);
        if (what == 0 && modem.has(Freedom.ALWAYS_BUFFERED)) {
            buffered = true;
            exchange.error();
            return;
        }
        if (what == 0 || what == 1) {
            buffered = what == 1;
            exchange.ok();
            return;
        }
        Arrival next = received.poll();
        if (socket == null || what != 2) {
            exchange.error();
        } else if (next == null) {
            announced = false;
            exchange.info("+IP ERROR: No data").error();
        } else {
            int rest = received.stream().mapToInt(one -> one.bytes().length).sum();
            modem.port()
                    .write(Quectel.join(
                            "\r\n+CIPRXGET: 2," + link + "," + next.bytes().length + "," + rest + "\r\n",
                            next.bytes(),
                            "\r\n"));
            exchange.ok();
        }
    }

    private void send(ForeignModem modem, Exchange exchange) {
        DeviceSocket to = socket;
        int length = exchange.number(1);
        if (to == null || exchange.number(0) != link || length < 1 || length > 1500) {
            exchange.info("+CIPERROR: 2").error();
            return;
        }
        modem.port()
                .prompt(Faults.prompt(modem), length, payload -> modem.port().later(10, () -> {
                    int taken = length;
                    if (sendFailures > 0) {
                        sendFailures--;
                        taken = 0;
                    } else if (!to.send(exchange.argument(2), exchange.number(3), payload)) {
                        taken = -1;
                    }
                    String line = "+CIPSEND: " + link + "," + length + "," + taken;
                    if (modem.has(Freedom.RESULT_FIRST)) {
                        exchange.info(line).ok();
                        return;
                    }
                    exchange.ok();
                    if (modem.has(Freedom.URCS_EVERYWHERE)) {
                        modem.urc("+CSQ: 23,99");
                    }
                    modem.port().later(modem.has(Freedom.RESULT_LATE) ? 700 : 0, () -> modem.urc(line));
                }));
    }

    private void close() {
        DeviceSocket old = socket;
        socket = null;
        received.clear();
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void contextLost(ForeignModem modem, boolean quietly) {
        close();
        if (!quietly) {
            modem.urc("+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY");
        }
    }

    @Override
    public void reboot(ForeignModem modem) {
        close();
        buffered = false;
        sourceShown = true;
        lengthShown = true;
    }

    @Override
    public String[] boot() {
        return model.startsWith("A76")
                ? new String[] {"*ATREADY: 1", "+CPIN: READY", "SMS DONE", "+CGEV: EPS PDN ACT 1", "PB DONE"}
                : new String[] {"RDY", "+CPIN: READY", "SMS DONE", "PB DONE"};
    }
}
