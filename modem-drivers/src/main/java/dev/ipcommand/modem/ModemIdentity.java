package dev.ipcommand.modem;

/**
 * Who a modem says it is; a field it does not tell is empty.
 *
 * @param manufacturer for example {@code Quectel}
 * @param model for example {@code BG96}
 * @param revision the firmware
 * @param imei 15 digits; an identity, kept out of logs
 */
public record ModemIdentity(String manufacturer, String model, String revision, String imei) {
    public ModemIdentity {
        manufacturer = shown(manufacturer);
        model = shown(model);
        revision = shown(revision);
    }

    /** These go to logs and terminals. Digits enough for an identity are one that stands where a name was expected. */
    private static String shown(String told) {
        return told.replaceAll("[0-9]{15,}", "…").replaceAll("[^ -~…]", "?");
    }

    /** Without the IMEI, which is an identity. */
    @Override
    public String toString() {
        return manufacturer + " " + model + " " + revision;
    }
}
