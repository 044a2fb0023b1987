package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.account.Sim;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.fault.Fault;
import dev.ipcommand.stub.fault.Faults;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/**
 * Spoils requests as the {@link Faults} ask: before they are carried out, or afterwards in place of their answer.
 *
 * <p>Threading: a slow answer holds its HTTP thread. At most 16 do at a time, a quarter of all; a further one is 503 at once.
 */
final class FaultInjection {
    private static final String AFTERWARDS = "fault.afterwards";
    private static final int MAX_SLOW = 16;

    private final Faults faults;
    private final Directory directory;
    private final Semaphore slow = new Semaphore(MAX_SLOW);

    FaultInjection(Faults faults, Directory directory) {
        this.faults = faults;
        this.directory = directory;
    }

    void before(Context context) throws IOException {
        Set<String> sim = faults.dependOnSim() ? sim(context) : Set.of();
        Optional<Fault.Effect> effect = faults.takeForRequest(context.req().getMethod(), context.path(), sim);
        if (effect.isEmpty()) {
            return;
        }
        if (effect.get().afterwards()) {
            context.attribute(AFTERWARDS, effect.get());
        } else {
            apply(context, effect.get());
        }
    }

    /** What the Sim of a new command is known by; empty for other requests. */
    private Set<String> sim(Context context) throws IOException {
        if (!context.req().getMethod().equals("POST") || !context.path().equals("/v1/IpCommands")) {
            return Set.of();
        }
        return Request.form(context)
                .get("Sim")
                .flatMap(name -> directory.sim(Request.account(context).sid(), name))
                .map(Sim::references)
                .orElse(Set.of());
    }

    void after(Context context) throws IOException {
        Fault.Effect effect = context.attribute(AFTERWARDS);
        if (effect != null) {
            context.attribute(AFTERWARDS, null);
            apply(context, effect);
        }
    }

    private void apply(Context context, Fault.Effect effect) throws IOException {
        if (effect.delayMs() > 0) {
            pause(effect.delayMs());
        }
        if (effect.reset()) {
            reset(context);
            throw new ApiException(ErrorCode.INTERNAL_ERROR);
        }
        if (effect.httpStatus() != 0) {
            if (effect.retryAfterS() > 0) {
                context.header("Retry-After", Integer.toString(effect.retryAfterS()));
            }
            throw refusal(effect.httpStatus());
        }
    }

    private void pause(int milliseconds) {
        if (!slow.tryAcquire()) {
            throw new ApiException(ErrorCode.UNAVAILABLE, MAX_SLOW + " slow answers are under way");
        }
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiException(ErrorCode.UNAVAILABLE, "the stub is closing");
        } finally {
            slow.release();
        }
    }

    private static ApiException refusal(int status) {
        return Arrays.stream(ErrorCode.values())
                .filter(code -> code.httpStatus() == status && status >= 429)
                .findFirst()
                .map(code -> new ApiException(code, "injected"))
                .orElseGet(() -> new ApiException(status, 20_000 + status, "Injected fault"));
    }

    /** Ends the connection with a TCP reset instead of an orderly close. */
    private static void reset(Context context) throws IOException {
        EndPoint endPoint = ServletContextRequest.getServletContextRequest(context.req())
                .getConnectionMetaData()
                .getConnection()
                .getEndPoint();
        while (endPoint instanceof EndPoint.Wrapper tls) {
            endPoint = tls.unwrap();
        }
        if (endPoint.getTransport() instanceof SocketChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
        endPoint.close();
    }
}
