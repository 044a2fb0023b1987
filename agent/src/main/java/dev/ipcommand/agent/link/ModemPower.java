package dev.ipcommand.agent.link;

/** The lines that power and reset the modem, if this board has any. */
public interface ModemPower extends AutoCloseable {
    /** A board without such lines. */
    ModemPower NONE = new ModemPower() {
        @Override
        public boolean isAvailable() {
            return false;
        }

        @Override
        public boolean cutsSupply(int attempt) {
            return false;
        }

        @Override
        public String use(int attempt, boolean everAnswered) {
            return "this board has no line for it";
        }

        @Override
        public void close() {}
    };

    /** Whether there is anything to use. */
    boolean isAvailable();

    /** Whether that attempt takes the supply away: a modem that still hears should be asked to switch off before. */
    boolean cutsSupply(int attempt);

    /**
     * Does it, and waits until the modem may be asked: up to four minutes.
     *
     * @param attempt 0 for the first in this outage; further ones use what else there is, in turns
     * @param everAnswered a modem that never did may be off: it is switched on first
     * @return what was done or why not, for the log
     */
    String use(int attempt, boolean everAnswered) throws InterruptedException;

    /** Gives the lines back, at rest. Waits for a use under way: interrupt it first. Idempotent. */
    @Override
    void close();
}
