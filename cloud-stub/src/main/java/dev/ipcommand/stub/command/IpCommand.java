package dev.ipcommand.stub.command;

import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.Destination;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An IP Command resource; a value, replaced in the {@link CommandStore} when it changes.
 *
 * @param sid HG and 32 hex digits
 * @param deviceIp empty until sent
 * @param devicePort destination port towards the Sim, source port from it
 * @param callback where changes of status are reported
 * @param error why it failed; the API's representation has no such field, callbacks and the bench have
 */
public record IpCommand(
        String sid,
        SimReference sim,
        Status status,
        Direction direction,
        Optional<String> deviceIp,
        int devicePort,
        Content content,
        Instant created,
        Instant updated,
        Optional<Destination> callback,
        Optional<ErrorCode> error) {

    /** A command that has not failed. */
    public IpCommand(
            String sid,
            SimReference sim,
            Status status,
            Direction direction,
            Optional<String> deviceIp,
            int devicePort,
            Content content,
            Instant created,
            Instant updated,
            Optional<Destination> callback) {
        this(sid, sim, status, direction, deviceIp, devicePort, content, created, updated, callback, Optional.empty());
    }

    /** The Sim as it was when the command was made. */
    public record SimReference(String accountSid, String sid, String iccid, String uniqueName) {
        /** What a fault may name it by. */
        Set<String> names() {
            return Stream.of(sid, iccid, uniqueName).collect(Collectors.toUnmodifiableSet());
        }

        static SimReference of(Sim sim) {
            return new SimReference(
                    sim.accountSid(), sim.sid(), sim.iccid(), sim.uniqueName().orElse(""));
        }
    }

    /**
     * The payload as the API shows it.
     *
     * @param bytes its length on the wire
     */
    public record Content(PayloadType type, String payload, int bytes) {
        @Override
        public String toString() {
            return type + "[" + bytes + " bytes]";
        }
    }

    IpCommand with(Status newStatus, Optional<String> address, Instant now) {
        return new IpCommand(sid, sim, newStatus, direction, address, devicePort, content, created, now, callback);
    }

    IpCommand failed(ErrorCode because, Instant now) {
        return new IpCommand(
                sid,
                sim,
                Status.FAILED,
                direction,
                Optional.empty(),
                devicePort,
                content,
                created,
                now,
                callback,
                Optional.of(because));
    }
}
