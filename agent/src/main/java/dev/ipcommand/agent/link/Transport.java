package dev.ipcommand.agent.link;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.dispatch.CommandTrace;
import dev.ipcommand.agent.dispatch.ReplySink;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The two threads that own the link: {@code link-rx} receives and hands on, {@code link-tx} sends answers and messages.
 *
 * <p>Links come and go; the threads stay. An answer that finds no link waits for the next one, at most 60 s; later the
 * sender has to repeat its command. A message of the outbox waits as long as it takes.
 *
 * <p>Between sends {@code link-tx} looks after the link: {@link LinkWatch}.
 *
 * <p><b>Who sends.</b> {@code link-rx} answers built-ins itself when the link sends at once, since a hand-over would
 * double the time of the shortest commands. Everybody else only queues: a handler's thread may be interrupted at any
 * moment, and an interrupt closes a channel for good.
 */
public final class Transport implements ReplySink, AutoCloseable {
    private static final Logger LOG = System.getLogger("link");
    private static final int QUEUE = 512;
    private static final long KEEP_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long[] RETRY_MILLIS = {20, 50, 100, 200, 500, 1000};

    private record Answer(byte[] datagram, CommandTrace trace, long queuedNanos) {}

    private final DatagramSink sink;
    private final MessageSource messages;
    private final LinkWatch watch;
    private final BiConsumer<DatagramLink, String> onLost;
    private final BiConsumer<DatagramLink, String> onContextLost;
    private final LinkSlot slot = new LinkSlot();
    private final SendQueue<Answer> answers = new SendQueue<>(QUEUE);
    private final AtomicLong unsent = new AtomicLong();
    private final Thread receiver = new Thread(this::receiveLoop, "link-rx");
    private final Thread sender = new Thread(this::sendLoop, "link-tx");
    private volatile boolean closing;
    private volatile @Nullable DatagramLink verified;

    /**
     * @param probe the question that finds a black hole, if one is to be asked
     * @param onLost told by either thread when a link that nobody closed ends, with the reason
     * @param onContextLost told by {@code link-tx} when the address is gone from this host or the path is a black hole
     */
    public Transport(
            DatagramSink sink,
            MessageSource messages,
            Optional<AgentConfig.Probe> probe,
            BiConsumer<DatagramLink, String> onLost,
            BiConsumer<DatagramLink, String> onContextLost) {
        this(
                sink,
                messages,
                new LinkWatch(probe, System::nanoTime, new SecureRandom()::nextInt),
                onLost,
                onContextLost);
    }

    Transport(
            DatagramSink sink,
            MessageSource messages,
            LinkWatch watch,
            BiConsumer<DatagramLink, String> onLost,
            BiConsumer<DatagramLink, String> onContextLost) {
        this.sink = sink;
        this.messages = messages;
        this.watch = watch;
        this.onLost = onLost;
        this.onContextLost = onContextLost;
    }

    /** Starts both threads. */
    public void start() {
        receiver.start();
        sender.start();
    }

    /** Receives from and sends through a link from now on. */
    public void use(DatagramLink link) {
        slot.set(link);
        answers.wake();
    }

    /** Stops using the present link and closes it; the one that was used, or null. */
    public @Nullable DatagramLink release() {
        DatagramLink link = slot.clear();
        if (link != null) {
            link.close();
        }
        return link;
    }

    /** Whether a datagram has come in through the present link. */
    public boolean isVerified() {
        DatagramLink present = slot.present();
        return present != null && verified == present;
    }

    /** The present link's path; empty if there is none. */
    public String path() {
        DatagramLink present = slot.present();
        return present == null ? "" : present.path();
    }

    /** What the probe found, for the status report; empty if nothing. */
    public String probeWarning() {
        return watch.warning();
    }

    /** A message came into the outbox. */
    public void messageWaiting() {
        answers.wake();
    }

    /** Answers that never left: too old, or too many. */
    public long unsent() {
        return unsent.get();
    }

    @Override
    public void reply(byte[] datagram, CommandTrace trace) {
        if (Thread.currentThread() == receiver) {
            DatagramLink link = slot.present();
            if (link != null
                    && link.sendsAtOnce()
                    && answers.isEmpty()
                    && link.send(datagram) == DatagramLink.Outcome.SENT) {
                trace.replied(System.currentTimeMillis());
                return;
            }
        }
        if (!answers.offer(new Answer(datagram, trace, System.nanoTime()))) {
            giveUp(trace, "too many answers wait to leave");
        }
    }

    private void receiveLoop() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(DatagramLink.RECEIVE_LIMIT);
        byte[] bytes = new byte[DatagramLink.RECEIVE_LIMIT];
        while (!closing) {
            DatagramLink link = slot.await();
            if (link == null) {
                return;
            }
            receiveFrom(link, buffer, bytes);
        }
    }

    private void receiveFrom(DatagramLink link, ByteBuffer buffer, byte[] bytes) {
        while (true) {
            InetSocketAddress source;
            try {
                buffer.clear();
                source = link.receive(buffer);
            } catch (IOException e) {
                if (slot.retire(link) && !closing) {
                    onLost.accept(link, "receiving failed: " + e);
                }
                return;
            }
            int length = buffer.position();
            buffer.get(0, bytes, 0, length);
            // A probe's answer would come through the modem's own NAT too: it says nothing of commands.
            if (!watch.heard(bytes, length, source)) {
                verified = link;
                handOn(bytes, length, source);
            }
        }
    }

    private void handOn(byte[] bytes, int length, @Nullable InetSocketAddress source) {
        try {
            sink.datagram(bytes, length, source);
        } catch (RuntimeException | Error e) {
            // One datagram must never end the thread that receives all of them.
            LOG.log(Level.ERROR, "a datagram of " + length + " bytes could not be handled", e);
        }
    }

    private void sendLoop() {
        while (!closing) {
            try {
                lookAfter();
                Answer answer = answers.take(
                        () -> slot.present() != null && messages.peek() != null, watch.waitNanos(slot.present()));
                if (answer != null) {
                    sendAnswer(answer);
                } else {
                    sendMessage();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException | Error e) {
                LOG.log(Level.ERROR, "sending failed", e);
            }
        }
    }

    private void lookAfter() {
        DatagramLink link = slot.present();
        if (link == null) {
            return;
        }
        watch.look(link).ifPresent(finding -> {
            if (slot.present() == link) {
                (finding.kind() == LinkWatch.Kind.LISTENER ? onLost : onContextLost).accept(link, finding.because());
            }
        });
    }

    private void sendAnswer(Answer answer) throws InterruptedException {
        for (int tries = 0; !closing; tries++) {
            long left = KEEP_NANOS - (System.nanoTime() - answer.queuedNanos());
            DatagramLink link = left > 0 ? slot.await(left) : null;
            if (link == null) {
                giveUp(answer.trace(), "an answer waited 60 s for the session");
                return;
            }
            switch (link.send(answer.datagram())) {
                case SENT -> {
                    answer.trace().replied(System.currentTimeMillis());
                    return;
                }
                case GIVEN_UP -> {
                    giveUp(answer.trace(), "an answer could not be sent");
                    return;
                }
                case LOST -> {
                    onLost.accept(link, "sending found the listener closed");
                    slot.awaitOther(link, left);
                }
                case RETRY -> {
                    lookAfter();
                    slot.awaitOther(link, pauseNanos(tries));
                }
            }
        }
    }

    private void sendMessage() throws InterruptedException {
        MessageSource.Message message = messages.peek();
        for (int tries = 0; message != null && !closing && answers.isEmpty(); tries++) {
            DatagramLink link = slot.present();
            if (link == null) {
                return;
            }
            if (link.send(message.payload()) == DatagramLink.Outcome.SENT) {
                messages.taken(message.id());
                return;
            }
            lookAfter();
            slot.awaitOther(link, pauseNanos(tries));
        }
    }

    private static long pauseNanos(int tries) {
        return TimeUnit.MILLISECONDS.toNanos(RETRY_MILLIS[Math.min(tries, RETRY_MILLIS.length - 1)]);
    }

    private void giveUp(CommandTrace trace, String why) {
        trace.givenUp();
        long count = unsent.incrementAndGet();
        LOG.log(Level.WARNING, "{0}; {1} unsent since the start", why, count);
    }

    /** Ends both threads; answers that wait are lost. Idempotent; at most 0.5 s. */
    @Override
    public void close() {
        closing = true;
        release();
        slot.close();
        answers.wake();
        sender.interrupt();
        for (Thread thread : new Thread[] {receiver, sender}) {
            try {
                thread.join(250);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
