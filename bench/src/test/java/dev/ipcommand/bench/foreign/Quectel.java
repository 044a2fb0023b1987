package dev.ipcommand.bench.foreign;

import dev.ipcommand.bench.foreign.DeviceSocket.Arrival;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The TCP/IP commands of Quectel's LTE Standard and BG9x notes, for one UDP SERVICE socket. */
final class Quectel implements ForeignModem.Family {
    private final String model;
    private final Deque<Arrival> received = new ArrayDeque<>();
    private @Nullable DeviceSocket socket;
    private int id = -1;
    private int localPort;
    private boolean push;
    private boolean announced;
    private int sendResults;
    private long urcDelay;

    /** @param model as ATI and CGMM say it: {@code EC25}, {@code BG95-M3} */
    Quectel(String model) {
        this.model = model;
    }

    /** URCs about data come so much later, so that several datagrams share one. */
    void urcDelay(long millis) {
        urcDelay = millis;
    }

    @Override
    public void failSends(int count) {
        sendResults = count;
    }

    @Override
    public void install(ForeignModem modem) {
        identity(modem);
        for (String refusable : new String[] {"AT+QURCCFG=", "AT+QCFG=", "AT+QICFG=", "AT+QSCLK=", "AT+QIMUX="}) {
            modem.optional(refusable, Exchange::ok);
        }
        modem.optional("AT+QISDE=", exchange -> {
            exchange.ok();
            modem.port().payloadEcho(modem.has(Freedom.PAYLOAD_ECHO) && exchange.number(0) == 1);
        });
        modem.optional("AT+QCSQ", exchange -> exchange.info("+QCSQ: \"LTE\",-71,-101,132,-11")
                .ok());
        modem.optional("AT+QNWINFO", exchange -> exchange.info("+QNWINFO: \"FDD LTE\",\"310410\",\"LTE BAND 4\",2300")
                .ok());
        modem.optional("AT+QINISTAT", exchange -> exchange.info("+QINISTAT: 7").ok());
        modem.on("AT+QICSGP=", Exchange::ok);
        modem.on("AT+QIACT?", exchange -> {
            if (modem.contextUp()) {
                String quote = modem.has(Freedom.UNQUOTED_ADDRESS) ? "" : "\"";
                exchange.info("+QIACT: 1,1,1," + quote + modem.address() + quote);
            }
            exchange.ok();
        });
        modem.on("AT+QIACT=", exchange -> activate(modem, exchange));
        modem.on("AT+QIDEACT=", exchange -> {
            close();
            modem.contextUp(false);
            exchange.ok();
        });
        modem.optional("AT+QIGETERROR", exchange -> exchange.info("+QIGETERROR: 563,Socket identity has been used")
                .ok());
        modem.on("AT+QIOPEN=", exchange -> open(modem, exchange));
        modem.on("AT+QICLOSE=", exchange -> {
            close();
            exchange.ok();
        });
        modem.on("AT+QISTATE", exchange -> state(modem, exchange));
        modem.on("AT+QIRD=", exchange -> read(modem, exchange));
        modem.on("AT+QISEND=", exchange -> send(modem, exchange));
    }

    private void identity(ForeignModem modem) {
        boolean prefixed = modem.has(Freedom.PREFIXED_IDENTITY);
        modem.on("ATI", exchange -> {
            exchange.info("Quectel").info(model).info("Revision: " + model.replace("-", "") + "LAR02A04");
            if (modem.has(Freedom.LONG_ATI)) {
                exchange.info("SubEdition: V01").info("IMEI: 861107031234561").info("+GCAP: +CGSM");
            }
            exchange.ok();
        });
        modem.on("AT+CGMI", exchange -> exchange.info(prefixed ? "+CGMI: \"Quectel\"" : "Quectel")
                .ok());
        modem.on("AT+GMI", exchange -> exchange.info("Quectel").ok());
        modem.on("AT+CGMM", exchange -> exchange.info(prefixed ? "+CGMM: \"" + model + "\"" : model)
                .ok());
        modem.on("AT+GMM", exchange -> exchange.info(model).ok());
        modem.on("AT+CGMR", exchange -> exchange.info("Revision: " + model + "A04")
                .ok());
        modem.on("AT+CGSN", exchange -> exchange.info(prefixed ? "+CGSN: \"861107031234561\"" : "861107031234561")
                .ok());
        modem.on("AT+GSN", exchange -> exchange.info("861107031234561").ok());
        modem.iccid("AT+QCCID", "+QCCID: ", ForeignModem.ICCID + "F");
        modem.iccid("AT+CRSM=176,12258,0,0,10", "+CRSM: ", "144,0,\"98880307000000001071\"");
    }

    private void activate(ForeignModem modem, Exchange exchange) {
        if (!modem.registered() || modem.contextUp()) {
            // An active context refuses a second activation.
            modem.port().later(200, exchange::error);
            return;
        }
        modem.port().later(300, () -> {
            modem.contextUp(true);
            exchange.ok();
        });
    }

    private void open(ForeignModem modem, Exchange exchange) {
        int wanted = exchange.number(1);
        int result = 0;
        if (!modem.contextUp()) {
            result = 561;
        } else if (socket != null) {
            result = 563;
        } else {
            try {
                localPort = exchange.number(5);
                push = exchange.number(6) == 1;
                id = wanted;
                announced = false;
                received.clear();
                socket = new DeviceSocket(
                        modem.address(), localPort, arrival -> modem.port().soon(() -> arrived(modem, arrival)));
            } catch (IOException taken) {
                result = 556;
            }
        }
        String line = "+QIOPEN: " + wanted + "," + result;
        if (modem.has(Freedom.RESULT_FIRST)) {
            exchange.info(line).ok();
        } else {
            exchange.ok();
            modem.port().later(modem.has(Freedom.RESULT_LATE) ? 3500 : 20, () -> modem.urc(line));
        }
    }

    private void state(ForeignModem modem, Exchange exchange) {
        if (socket != null) {
            exchange.info("+QISTATE: " + id + ",\"UDP SERVICE\",\"" + modem.address() + "\",0," + localPort + ",2,1,"
                    + id + "," + (push ? 1 : 0) + ",\"usbat\"");
        }
        exchange.ok();
    }

    private void arrived(ForeignModem modem, Arrival arrival) {
        if (socket == null) {
            return;
        }
        if (push) {
            received.add(arrival);
            modem.port().later(urcDelay, () -> pushOut(modem));
            return;
        }
        received.add(arrival);
        if (!announced) {
            announced = true;
            modem.port()
                    .later(
                            urcDelay,
                            () -> modem.urc("+QIURC: \"recv\"," + id
                                    + (modem.has(Freedom.RECV_WITH_LENGTH) && !received.isEmpty()
                                            ? "," + received.peek().bytes().length
                                            : "")));
        }
    }

    private void pushOut(ForeignModem modem) {
        Arrival next = received.poll();
        if (next == null) {
            return;
        }
        modem.port()
                .write(join(
                        "\r\n" + Exchange.shaped("+QIURC: \"recv\"," + id + "," + next.bytes().length, modem.freedoms())
                                + origin(modem, next) + "\r\n",
                        next.bytes(),
                        trailer(modem)));
    }

    private static String trailer(ForeignModem modem) {
        if (modem.has(Freedom.GLUED_URC)) {
            return "+CSQ: 21,99\r\n";
        }
        return modem.has(Freedom.NO_TRAILER) ? "" : "\r\n";
    }

    private static String origin(ForeignModem modem, Arrival from) {
        String quote = modem.has(Freedom.UNQUOTED_ADDRESS) ? "" : "\"";
        return "," + quote + from.address() + quote + "," + from.port();
    }

    private void read(ForeignModem modem, Exchange exchange) {
        if (socket == null || exchange.number(0) != id) {
            exchange.error();
            return;
        }
        if (exchange.arguments().length > 1 && exchange.number(1) == 0) {
            exchange.info("+QIRD: 0,0," + received.size()).ok();
            return;
        }
        Arrival next = received.poll();
        if (next == null) {
            announced = false;
            exchange.info("+QIRD: 0").ok();
            return;
        }
        modem.port()
                .write(join(
                        "\r\n" + Exchange.shaped("+QIRD: " + next.bytes().length, modem.freedoms())
                                + origin(modem, next) + "\r\n",
                        next.bytes(),
                        modem.has(Freedom.NO_TRAILER) ? "" : "\r\n"));
        exchange.ok();
    }

    static byte[] join(String head, byte[] bytes, String tail) {
        byte[] before = head.getBytes(StandardCharsets.ISO_8859_1);
        byte[] after = tail.getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = new byte[before.length + bytes.length + after.length];
        System.arraycopy(before, 0, all, 0, before.length);
        System.arraycopy(bytes, 0, all, before.length, bytes.length);
        System.arraycopy(after, 0, all, before.length + bytes.length, after.length);
        return all;
    }

    private void send(ForeignModem modem, Exchange exchange) {
        DeviceSocket to = socket;
        int length = exchange.number(1);
        if (to == null || exchange.number(0) != id || length < 0 || length > 1460) {
            exchange.error();
            return;
        }
        if (length == 0) {
            exchange.info("+QISEND: 10,10,0").ok();
            return;
        }
        modem.port().prompt(Faults.prompt(modem), length, payload -> {
            if (modem.has(Freedom.URCS_EVERYWHERE)) {
                modem.urc("+CEREG: " + modem.registration(2));
                modem.urc("+CSQ: 23,99");
            }
            modem.port().later(10, () -> {
                if (sendResults > 0) {
                    sendResults--;
                    exchange.end("SEND FAIL");
                } else {
                    boolean sent = to.send(exchange.argument(2), exchange.number(3), payload);
                    exchange.end(sent ? "SEND OK" : "SEND FAIL");
                }
            });
        });
    }

    private void close() {
        DeviceSocket old = socket;
        socket = null;
        received.clear();
        announced = false;
        if (old != null) {
            old.close();
        }
    }

    @Override
    public void contextLost(ForeignModem modem, boolean quietly) {
        if (quietly) {
            close();
            return;
        }
        modem.urc("+QIURC: \"pdpdeact\",1");
        close();
    }

    @Override
    public void socketLost(ForeignModem modem) {
        close();
        modem.urc("+QIURC: \"closed\"," + id);
    }

    @Override
    public void forgetAnnouncement() {
        announced = true;
    }

    @Override
    public void reboot(ForeignModem modem) {
        close();
    }

    @Override
    public String[] boot() {
        return new String[] {
            "RDY", "+CFUN: 1", "+CPIN: READY", "+QUSIM: 1", "+QIND: SMS DONE", "+QIND: PB DONE", "APP RDY"
        };
    }
}
