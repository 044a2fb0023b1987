package dev.ipcommand.modem;

/**
 * What a modem must know before it may register.
 *
 * @param apn the access point's name; letters, digits, {@code .} and {@code -}
 */
public record DataSettings(String apn) {
    public DataSettings {
        if (!apn.matches("[A-Za-z0-9.-]{1,100}")) {
            throw new IllegalArgumentException("apn: allowed are 1 to 100 letters, digits, '.' and '-'");
        }
    }
}
