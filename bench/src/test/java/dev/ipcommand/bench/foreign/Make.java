package dev.ipcommand.bench.foreign;

/** The modems of the fault and session tests. */
enum Make {
    EC25("EC25", false),
    BG95("BG95-M3", false),
    SIM7600("SIMCOM_SIM7600G-H", true),
    A7670("A7670E-FASE", true);

    private final String model;
    private final boolean simcom;

    Make(String model, boolean simcom) {
        this.model = model;
        this.simcom = simcom;
    }

    static ForeignModem.Family family(String model) {
        return model.matches("(SIMCOM_)?(SIM7|A7).*") ? new Simcom(model) : new Quectel(model);
    }

    ForeignModem.Family family() {
        return family(model);
    }

    Scene scene(Freedom... freedoms) throws java.io.IOException {
        return new Scene(family(), freedoms);
    }

    /** The command that sends a datagram, as a pattern. */
    String send() {
        return simcom ? "AT\\+CIPSEND=.*" : "AT\\+QISEND=.*";
    }

    /** The command that brings the context up. */
    String activation() {
        return simcom ? "AT+NETOPEN\\r" : "AT+QIACT=";
    }
}
