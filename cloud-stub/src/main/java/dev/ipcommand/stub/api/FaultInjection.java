package dev.ipcommand.stub.api;

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
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;

/** Spoils requests as the {@link Faults} ask: before they are carried out, or afterwards in place of their answer. */
final class FaultInjection {
    private static final String AFTERWARDS = "fault.afterwards";

    private final Faults faults;

    FaultInjection(Faults faults) {
        this.faults = faults;
    }

    void before(Context context) throws InterruptedException, IOException {
        Optional<Fault.Effect> effect = faults.takeForRequest(context.req().getMethod(), context.path());
        if (effect.isEmpty()) {
            return;
        }
        if (effect.get().afterwards()) {
            context.attribute(AFTERWARDS, effect.get());
        } else {
            apply(context, effect.get());
        }
    }

    void after(Context context) throws InterruptedException, IOException {
        Fault.Effect effect = context.attribute(AFTERWARDS);
        if (effect != null) {
            context.attribute(AFTERWARDS, null);
            apply(context, effect);
        }
    }

    private static void apply(Context context, Fault.Effect effect) throws InterruptedException, IOException {
        if (effect.delayMs() > 0) {
            Thread.sleep(effect.delayMs());
        }
        if (effect.reset()) {
            reset(context);
            throw new ApiException(ErrorCode.INTERNAL_ERROR);
        }
        if (effect.httpStatus() != 0) {
            throw refusal(effect.httpStatus());
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
