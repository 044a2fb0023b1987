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
    /** Without the IMEI, which is an identity. */
    @Override
    public String toString() {
        return manufacturer + " " + model + " " + revision;
    }
}
