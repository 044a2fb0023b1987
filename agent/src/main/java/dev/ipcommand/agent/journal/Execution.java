package dev.ipcommand.agent.journal;

/**
 * One command's one execution: {@link #start} once, then {@link #finish} once; or {@link #release} once instead of both.
 *
 * <p><b>Threading.</b> Any thread, also one that runs foreign code and may be interrupted: files are touched by the
 * {@code journal} thread only.
 */
public interface Execution {
    /**
     * Notes that the command is about to run, and waits until that is on the disk; an interrupt does not cut the wait
     * short and is kept. After a crash from here on the command is answered with {@code aborted}.
     *
     * @return false if the disk refuses it: the command must not run, and its key is free again
     */
    boolean start();

    /**
     * Keeps the answer. Returns at once.
     *
     * @param then run on the {@code journal} thread once the answer is on the disk, or once the disk has refused it (the
     *     answer is then remembered until the agent ends); must not wait
     */
    void finish(StoredAnswer answer, Runnable then);

    /** The command never ran: its key is free again. */
    void release();
}
