package dev.ipcommand.bench.foreign;

/** The commands of V.250 and 27.007 that the session needs. */
final class Basics {
    private static final String[] DOMAINS = {"AT+CREG", "AT+CGREG", "AT+CEREG"};

    private final ForeignModem modem;

    Basics(ForeignModem modem) {
        this.modem = modem;
    }

    void install() {
        for (String fine :
                new String[] {"AT", "ATZ", "ATV1", "ATQ0", "ATX4", "AT&C1", "AT&D", "AT+CGAUTH=", "AT+CGDCONT="}) {
            modem.on(fine, Exchange::ok);
        }
        modem.on("ATQ0V1", exchange -> verbose(exchange));
        modem.on("ATV1", exchange -> verbose(exchange));
        modem.on("ATE", exchange -> {
            exchange.ok();
            modem.echo(!exchange.line().equals("ATE0"));
        });
        modem.on("AT+CMEE", this::cmee);
        modem.on("AT+CGDCONT?", exchange -> exchange.info("+CGDCONT: 1,\"IPV4V6\",\"\",\"0.0.0.0\",0,0,0,0")
                .ok());
        modem.on("AT+CPIN?", exchange -> {
            if (modem.simIsBusy()) {
                exchange.cme(14, "SIM busy", modem.cmee());
            } else {
                exchange.info("+CPIN: READY").ok();
            }
        });
        modem.on("AT+CFUN?", exchange -> exchange.info("+CFUN: " + modem.cfun()).ok());
        modem.on("AT+CFUN=", this::cfun);
        modem.on("AT+CSQ", exchange -> exchange.info("+CSQ: 22,99").ok());
        modem.optional("AT+CESQ", exchange -> exchange.info("+CESQ: 99,99,255,255,20,55")
                .ok());
        modem.on("AT+CGATT?", exchange -> exchange.info("+CGATT: " + (modem.registered() ? 1 : 0))
                .ok());
        modem.on("AT+CGATT=", Exchange::ok);
        modem.on("AT+COPS=", Exchange::ok);
        modem.optional("AT+COPS?", exchange -> exchange.info("+COPS: 0,0,\"Visited, Net\",7")
                .ok());
        for (String refusable : new String[] {"AT+CGEREP=", "AT+CPSMS=", "AT+CEDRXS=", "AT+CSCS=", "AT+IFC="}) {
            modem.optional(refusable, Exchange::ok);
        }
        modem.optional("AT+CSCS?", exchange -> exchange.info("+CSCS: \"IRA\"").ok());
        for (int domain = 0; domain < DOMAINS.length; domain++) {
            registration(domain);
        }
        modem.on("AT+CGPADDR", exchange -> exchange.info("+CGPADDR: 1" + addresses())
                .ok());
    }

    private void verbose(Exchange exchange) {
        modem.port().numeric(false);
        exchange.ok();
    }

    private String addresses() {
        String quote = modem.has(Freedom.UNQUOTED_ADDRESS) ? "" : "\"";
        if (!modem.contextUp()) {
            return modem.has(Freedom.UNQUOTED_ADDRESS) ? "," : ",\"0.0.0.0\"";
        }
        String second =
                modem.has(Freedom.SECOND_ADDRESS) ? "," + quote + "32.1.13.184.0.0.0.0.0.0.0.0.0.0.0.1" + quote : "";
        return "," + quote + modem.address() + quote + second;
    }

    private void cmee(Exchange exchange) {
        if (modem.has(Freedom.NO_CMEE)) {
            exchange.error();
        } else if (exchange.line().endsWith("?")) {
            exchange.info("+CMEE: " + modem.cmee()).ok();
        } else {
            modem.cmee(exchange.number(0));
            exchange.ok();
        }
    }

    private void cfun(Exchange exchange) {
        if (modem.has(Freedom.NO_FLIGHT_MODE) && exchange.number(0) != 1) {
            exchange.cme(3, "operation not allowed", modem.cmee());
            return;
        }
        boolean reboot = exchange.argument(1).equals("1");
        exchange.ok();
        if (reboot) {
            modem.reboot(2000);
        } else {
            modem.cfun(exchange.number(0));
        }
    }

    private void registration(int domain) {
        String name = DOMAINS[domain];
        boolean absent = (domain == 2 && (modem.has(Freedom.ONLY_CGREG) || modem.has(Freedom.ONLY_CREG)))
                || (domain == 1 && modem.has(Freedom.ONLY_CREG));
        modem.on(name + "?", exchange -> {
            if (absent) {
                exchange.error();
                return;
            }
            String prefix = name.substring(2) + ": ";
            if (modem.has(Freedom.URCS_EVERYWHERE) && modem.reporting(domain) > 0) {
                modem.urc(prefix + modem.registration(domain));
            }
            exchange.info(prefix + modem.reporting(domain) + "," + modem.registration(domain))
                    .ok();
        });
        modem.on(name + "=", exchange -> {
            if (absent) {
                exchange.error();
            } else {
                modem.reporting(domain, exchange.number(0));
                exchange.ok();
            }
        });
    }
}
