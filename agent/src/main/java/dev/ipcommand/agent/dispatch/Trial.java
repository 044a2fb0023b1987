package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.CommandForm;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of a handler that was tried out.
 *
 * @param datagram what an agent would send; empty if nothing
 * @param status on the wire: {@code ok}, {@code internal} …
 * @param reason of a failure; may be empty
 * @param took from the beginning of the run to its answer
 * @param said what it wrote to its log or standard error, by line
 * @param messages what it gave to the outbox
 * @param ended whether the run itself has ended; if not, it ignores its interrupt
 */
public record Trial(
        Optional<byte[]> datagram,
        String status,
        String reason,
        Duration took,
        List<String> said,
        List<byte[]> messages,
        boolean ended) {
    public Trial {
        said = List.copyOf(said);
        messages = List.copyOf(messages);
    }

    /**
     * A command as it would arrive.
     *
     * @param id empty if it has none
     * @param principal a key's id, or {@code -}
     * @param raw whether its route asks for a raw answer; the handler's own setting counts as well
     * @param size of the whole command in bytes
     */
    public record Command(
            String name,
            Optional<String> id,
            byte[] arguments,
            CommandForm form,
            String principal,
            boolean raw,
            int size) {}
}
