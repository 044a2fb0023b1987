package dev.ipcommand.agent.journal;

import org.jspecify.annotations.Nullable;

/**
 * Which commands were executed, so that none is executed twice (design: at most once).
 *
 * <p><b>Threading.</b> Any thread; nothing here waits for the disk but {@link Execution#start}.
 */
public interface CommandLedger {
    /** Remembers nothing: for those who have no disk. */
    CommandLedger NONE = new NoLedger();

    /**
     * Asks to execute a command.
     *
     * @param hash of the inner command: what tells a repetition from another command with the same id
     * @param token what a signed command's token says; null if it was not signed
     */
    Claim claim(CommandKey key, byte[] hash, @Nullable TokenUse token);

    /**
     * Puts another answer in the place of a stored one: the result of a restart, known only after it.
     *
     * @param then as in {@link Execution#finish}; also run if the command is no longer remembered
     */
    void amend(CommandKey key, StoredAnswer answer, Runnable then);

    /** Tokens of this key that were issued earlier are refused; seconds since the epoch, 0 if none was accepted yet. */
    long floor(String keyId);

    /** The latest time that is known to have passed; seconds since the epoch, 0 if none is. Never goes back. */
    long latestTime();
}
