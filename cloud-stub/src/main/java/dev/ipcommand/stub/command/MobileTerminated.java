package dev.ipcommand.stub.command;

import static java.lang.System.Logger.Level.ERROR;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Fleet;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.account.SimStatus;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.event.EventBus;
import dev.ipcommand.stub.fault.Faults;
import dev.ipcommand.stub.network.AirLink;
import dev.ipcommand.stub.network.Attachment;
import dev.ipcommand.stub.network.Conditions.Way;
import dev.ipcommand.stub.network.PacketNetwork;
import dev.ipcommand.stub.webhook.Webhooks;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Commands towards devices: accepted at once, delivered on the worker, {@code queued} to {@code sent} or {@code failed}.
 *
 * <p>Threading: {@link #accept} from any thread; deliveries run one after the other on the executor, in the order of
 * acceptance. At most 10 000 commands wait; more are refused with 503.
 */
public final class MobileTerminated {
    private static final System.Logger LOG = System.getLogger(MobileTerminated.class.getName());
    /** The platform's limit, both ways. */
    static final int MAX_BYTES = 1300;

    private static final int MAX_WAITING = 10_000;

    /** The platform around a command. */
    public record Platform(
            InstantSource clock,
            Directory directory,
            CommandStore store,
            EventBus events,
            Webhooks webhooks,
            Faults faults,
            Switches switches) {

        /** Why a Sim can have no data connection, whoever has attached it; empty if it can. */
        Optional<String> blocks(Sim sim) {
            if (sim.status() == SimStatus.NEW || sim.status() == SimStatus.INACTIVE) {
                return Optional.of("the Sim is " + sim.status().wire());
            }
            boolean data = sim.fleetSid()
                    .flatMap(fleet -> directory.fleet(sim.accountSid(), fleet))
                    .map(Fleet::dataEnabled)
                    .orElse(false);
            return data ? Optional.empty() : Optional.of("the Sim has no Fleet with data enabled");
        }
    }

    /** The network around a command. */
    public record Radio(PacketNetwork network, AirLink air, Sender sender) {}

    /** Puts a datagram on the wire. */
    @FunctionalInterface
    public interface Sender {
        void send(String address, int port, byte[] payload) throws IOException;
    }

    private final Platform platform;
    private final Radio radio;
    private final Sids sids;
    private final Executor worker;
    private final CommandLog log;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Object acceptance = new Object();

    public MobileTerminated(Platform platform, Radio radio, Sids sids, Executor worker) {
        this.platform = platform;
        this.radio = radio;
        this.sids = sids;
        this.worker = worker;
        this.log = new CommandLog(platform);
    }

    /**
     * Stores a command as {@code queued} and has it delivered.
     *
     * @throws ApiException if it cannot be taken; then nothing is stored
     */
    public IpCommand accept(String accountSid, Submission submission) {
        byte[] payload = bytes(submission);
        Sim sim = platform.directory()
                .sim(accountSid, submission.sim())
                .orElseThrow(() -> new ApiException(ErrorCode.SIM_NOT_FOUND, abbreviate(submission.sim())));
        checkReachable(sim);
        if (waiting.incrementAndGet() > MAX_WAITING) {
            waiting.decrementAndGet();
            throw new ApiException(ErrorCode.UNAVAILABLE, "too many commands are waiting");
        }
        // Commands of several clients at once: the list, the events and the deliveries have them in one order.
        synchronized (acceptance) {
            return enqueue(sim, submission, payload);
        }
    }

    private IpCommand enqueue(Sim sim, Submission submission, byte[] payload) {
        Instant now = platform.clock().instant();
        IpCommand command = new IpCommand(
                sids.next("HG"),
                IpCommand.SimReference.of(sim),
                Status.QUEUED,
                Direction.TO_SIM,
                Optional.empty(),
                submission.devicePort(),
                new IpCommand.Content(submission.payloadType(), submission.payload(), payload.length),
                now,
                now,
                submission.callback());
        platform.store().add(command);
        log.event(now, command, Map.of());
        if (platform.switches().callbackQueued()) {
            report(command, Optional.empty());
        }
        worker.execute(() -> {
            waiting.decrementAndGet();
            deliver(command, payload);
        });
        return command;
    }

    private void deliver(IpCommand command, byte[] payload) {
        String sim = command.sim().sid();
        if (platform.faults().takeForDelivery(command.sim().names()).isPresent()) {
            fail(command, ErrorCode.DELIVERY_FAILED);
            return;
        }
        Attachment attachment = radio.network().of(sim);
        if (!attachment.attached()) {
            fail(command, ErrorCode.NOT_ATTACHED);
            return;
        }
        String address = attachment.deviceIp().orElseThrow();
        // Taken before the datagram leaves: the answer to it may be here before the next statement runs.
        Instant now = platform.clock().instant();
        try {
            radio.air()
                    .carry(sim, Way.TO_SIM, payload.length, () -> arrive(sim, address, command.devicePort(), payload));
        } catch (IOException | RuntimeException e) {
            LOG.log(ERROR, "sid={0} could not be sent: {1}", command.sid(), e.toString());
            fail(command, ErrorCode.DELIVERY_FAILED);
            return;
        }
        IpCommand sent = command.with(Status.SENT, Optional.of(address), now);
        platform.store().replace(sent);
        log.event(now, sent, Map.of());
        report(sent, Optional.empty());
    }

    private void arrive(String sim, String address, int port, byte[] payload) throws IOException {
        Optional<String> blocked = platform.directory().anySim(sim).flatMap(platform::blocks);
        if (blocked.isPresent()) {
            radio.air().lost(sim, Way.TO_SIM, blocked.get());
        } else if (radio.network().simAt(address).equals(Optional.of(sim))) {
            radio.sender().send(address, port, payload);
        } else {
            radio.air().lost(sim, Way.TO_SIM, "no longer attached under " + address);
        }
    }

    private void fail(IpCommand command, ErrorCode error) {
        Instant now = platform.clock().instant();
        IpCommand failed = command.failed(error, now);
        platform.store().replace(failed);
        log.event(now, failed, Map.of("error_code", error.code(), "error_message", error.message()));
        report(failed, Optional.of(error));
    }

    private void report(IpCommand command, Optional<ErrorCode> error) {
        command.callback().ifPresent(destination -> log.callback(command, destination, error));
    }

    private void checkReachable(Sim sim) {
        if (sim.status() != SimStatus.ACTIVE && sim.status() != SimStatus.READY) {
            throw new ApiException(
                    ErrorCode.COMMAND_REFUSED, "the Sim is " + sim.status().wire() + ", it must be active or ready");
        }
        platform.blocks(sim).ifPresent(because -> {
            throw new ApiException(ErrorCode.COMMAND_REFUSED, because);
        });
    }

    private byte[] bytes(Submission submission) {
        byte[] bytes;
        int counted;
        if (submission.payloadType() == PayloadType.TEXT) {
            bytes = submission.payload().getBytes(StandardCharsets.UTF_8);
            counted = bytes.length;
        } else {
            bytes = decode(submission.payload());
            counted = platform.switches().countBase64() ? submission.payload().length() : bytes.length;
        }
        if (counted > MAX_BYTES) {
            throw new ApiException(
                    ErrorCode.COMMAND_REFUSED, "the payload has " + counted + " bytes, the limit is " + MAX_BYTES);
        }
        return bytes;
    }

    private static byte[] decode(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            // The decoder forgives missing padding and stray bits; two clients must not see one payload in two
            // spellings.
            if (Base64.getEncoder().encodeToString(bytes).equals(base64)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // Answered below, as for the spellings the decoder forgives.
        }
        throw new ApiException(ErrorCode.INVALID_PARAMETER, "Payload: a binary payload must be Base64");
    }

    private static String abbreviate(String text) {
        return text.length() <= 64 ? text : text.substring(0, 64) + "…";
    }
}
