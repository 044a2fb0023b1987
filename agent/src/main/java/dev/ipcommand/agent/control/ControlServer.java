package dev.ipcommand.agent.control;

import java.io.IOException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;

/**
 * Answers {@code ipcommand status}, {@code send}, {@code modem} and {@code at} at a Unix socket: one JSON object a line, both ways.
 *
 * <p>Threading: one thread, {@code control}, which waits for no client. A client has 2 s for its request and for
 * taking its answer, then it is cut off, so {@value #MAX_CLIENTS} clients that stall delay the next one by 2 s at most.
 * Operations run on that thread and must end soon by themselves; what waits for the modem runs beside it, see
 * {@link LateAnswers}.
 *
 * <p>Failure: {@link #start} throws when the socket cannot be had. Afterwards nothing a client does ends the server.
 */
public final class ControlServer implements AutoCloseable {
    static final int MAX_CLIENTS = 16;
    static final Duration CLIENT_TIME = Duration.ofSeconds(2);

    private static final System.Logger LOG = System.getLogger(ControlServer.class.getName());
    private static final Duration LATE_TIME = ModemDesk.LONGEST.multipliedBy(3);
    private static final Duration CLOSE_TIME = Duration.ofSeconds(2);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final SocketPlace place;
    private final ServerSocketChannel server;
    private final PeerCheck peers;
    private final Selector selector;
    private final ControlRequests requests;
    private final LongSupplier nanoTime;
    private final LateAnswers late = new LateAnswers();
    private final Thread thread;
    private volatile boolean closing;

    private ControlServer(SocketPlace place, Selector selector, ControlRequests requests, LongSupplier nanoTime)
            throws IOException {
        this.place = place;
        this.selector = selector;
        this.requests = requests;
        this.nanoTime = nanoTime;
        this.server = place.listen();
        this.peers = place.peers();
        this.thread = new Thread(this::run, "control");
        thread.setDaemon(true);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
    }

    /**
     * Listens from the moment this returns.
     *
     * @param socket at most 107 bytes; its directory is made (0750) if absent, a dead agent's socket is replaced
     * @throws IOException if another agent answers there, something else stands there, or it cannot be made
     */
    public static ControlServer start(Path socket, ControlOperations operations) throws IOException {
        return start(socket, operations, System::nanoTime);
    }

    static ControlServer start(Path socket, ControlOperations operations, LongSupplier nanoTime) throws IOException {
        SocketPlace place = new SocketPlace(socket);
        Selector selector = Selector.open();
        try {
            ControlServer started = new ControlServer(place, selector, new ControlRequests(operations), nanoTime);
            started.thread.start();
            return started;
        } catch (IOException | RuntimeException e) {
            selector.close();
            throw e;
        }
    }

    private void run() {
        while (!closing) {
            try {
                selector.select(untilNextDeadlineMillis());
                long now = nanoTime.getAsLong();
                for (SelectionKey key : selector.selectedKeys()) {
                    serve(key, now);
                }
                selector.selectedKeys().clear();
                giveLateAnswers(now);
                cutOffLateClients(now);
            } catch (IOException | RuntimeException e) {
                // For example no file descriptor left for accept: wait a little instead of spinning.
                LOG.log(System.Logger.Level.WARNING, "control socket: " + e);
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        }
        connections().forEach(ControlConnection::close);
    }

    private void serve(SelectionKey key, long now) throws IOException {
        if (key.attachment() instanceof ControlConnection connection) {
            advance(key, connection, now);
        } else if (connections().size() < MAX_CLIENTS) {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                ControlConnection connection = new ControlConnection(
                                channel, requests, peers.isOperator(channel), late, selector::wakeup)
                        .connected(now);
                peers.problem(channel).ifPresent(connection::refuse);
                channel.register(selector, SelectionKey.OP_READ, connection);
            }
        }
        updateAccept();
    }

    private void advance(SelectionKey key, ControlConnection connection, long now) {
        int next;
        try {
            next = connection.advance(now);
        } catch (IOException e) {
            // The peer went away in the middle of something: its own business.
            next = 0;
        }
        if (next == 0) {
            key.cancel();
            connection.close();
        } else {
            key.interestOps(next == ControlConnection.WAIT ? 0 : next);
        }
    }

    private void giveLateAnswers(long now) {
        for (SelectionKey key : selector.keys()) {
            if (key.isValid()
                    && key.attachment() instanceof ControlConnection connection
                    && connection.isLateAnswerThere()) {
                advance(key, connection, now);
            }
        }
    }

    private void cutOffLateClients(long now) throws IOException {
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof ControlConnection connection
                    && now - connection.since() >= timeOf(connection).toNanos()) {
                key.cancel();
                connection.close();
            }
        }
        updateAccept();
    }

    /** While every place is taken, further clients wait in the backlog instead of waking the selector. */
    private void updateAccept() {
        SelectionKey accept = server.keyFor(selector);
        try {
            if (accept != null) {
                accept.interestOps(connections().size() < MAX_CLIENTS ? SelectionKey.OP_ACCEPT : 0);
            }
        } catch (CancelledKeyException e) {
            LOG.log(System.Logger.Level.DEBUG, "control socket is being closed");
        }
    }

    private long untilNextDeadlineMillis() {
        long now = nanoTime.getAsLong();
        return connections().stream()
                .map(connection -> timeOf(connection).toNanos() - (now - connection.since()))
                .min(Comparator.naturalOrder())
                .map(nanos -> Math.max(1, nanos / 1_000_000 + 1))
                .orElse(0L);
    }

    /** A late answer has its own bounds; these are for an operation that breaks them. */
    private static Duration timeOf(ControlConnection connection) {
        return connection.isWaiting() ? LATE_TIME : CLIENT_TIME;
    }

    private List<ControlConnection> connections() {
        return selector.keys().stream()
                .filter(SelectionKey::isValid)
                .map(SelectionKey::attachment)
                .filter(ControlConnection.class::isInstance)
                .map(ControlConnection.class::cast)
                .toList();
    }

    /** Ends the thread, closes every connection and removes the socket file. Idempotent; at most 2 s. */
    @Override
    public void close() {
        closing = true;
        late.close();
        selector.wakeup();
        LockSupport.unpark(thread);
        boolean interrupted = false;
        try {
            thread.join(CLOSE_TIME.toMillis());
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (thread.isAlive()) {
            LOG.log(System.Logger.Level.WARNING, "thread control still runs an operation after 2 s");
        }
        try {
            // The file first: while it is ours by its identity nobody else can have put one there.
            place.remove();
            server.close();
            selector.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, "control socket not closed cleanly: " + e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
