package dev.ipcommand.bench.rig;

import dev.ipcommand.bench.api.Authentication;
import java.security.SecureRandom;
import java.util.HexFormat;

/** An account of the stub, made up for one run. */
record Account(String sid, String token) {
    static Account random() {
        return new Account("AC" + hex(), hex());
    }

    private static String hex() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    Authentication authentication() {
        return Authentication.basic(sid, token);
    }

    @Override
    public String toString() {
        return "an account";
    }
}
