package dev.ipcommand.agent.dispatch;

/** Where answers go. Any thread may call it; it never blocks, throws or touches a channel on a handler's thread. */
@FunctionalInterface
public interface ReplySink {
    /**
     * Takes an answer for the gateway.
     *
     * @param datagram 0 to 1300 bytes, owned by the sink from now on
     * @param trace told when the answer has left or was given up
     */
    void reply(byte[] datagram, CommandTrace trace);
}
