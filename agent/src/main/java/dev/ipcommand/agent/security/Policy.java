package dev.ipcommand.agent.security;

import java.util.List;
import java.util.Set;

/**
 * Who may call a handler. Immutable; the default is nobody.
 */
public final class Policy {
    /** The principal of a command that was not signed. */
    public static final String UNSIGNED = "-";

    /** Nobody may call. */
    public static final Policy NOBODY = of(List.of());

    /** Everybody may call. */
    public static final Policy ANYONE = of(List.of("anyone"));

    private final boolean anyone;
    private final boolean signed;
    private final Set<String> keys;

    private Policy(boolean anyone, boolean signed, Set<String> keys) {
        this.anyone = anyone;
        this.signed = signed;
        this.keys = keys;
    }

    /** @param allow {@code anyone}, {@code signed} or key ids; empty = nobody */
    public static Policy of(List<String> allow) {
        return new Policy(allow.contains("anyone"), allow.contains("signed"), Set.copyOf(allow));
    }

    /** The same without those who do not sign. */
    public Policy signedOnly() {
        return new Policy(false, signed || anyone, keys);
    }

    /** Who may call, as a configuration says it: {@code anyone}, {@code signed} or key ids, sorted; empty = nobody. */
    public List<String> allowed() {
        if (anyone) {
            return List.of("anyone");
        }
        return signed
                ? List.of("signed")
                : keys.stream().filter(key -> !key.equals("anyone")).sorted().toList();
    }

    /** @param principal a key's id, or {@link #UNSIGNED} */
    public boolean permits(String principal) {
        if (anyone) {
            return true;
        }
        return !principal.equals(UNSIGNED) && (signed || keys.contains(principal));
    }
}
