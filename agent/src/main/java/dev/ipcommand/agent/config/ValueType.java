package dev.ipcommand.agent.config;

/**
 * What a setting's value may be: reads it from its TOML form and says what is allowed. Stateless.
 *
 * @param <T> the type the agent works with
 */
interface ValueType<T> {
    /** @throws Refusal with what is wrong, and without what is allowed: that is {@link #allowed()} */
    T read(Object value) throws Refusal;

    /** What is allowed, so that it reads well after "allowed is". */
    String allowed();

    /** Why a value is refused. */
    final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        Refusal(String what) {
            super(what, null, false, false);
        }

        String what() {
            return String.valueOf(getMessage());
        }
    }
}
