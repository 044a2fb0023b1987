package dev.ipcommand.agent;

import dev.ipcommand.agent.control.ModemDesk;
import dev.ipcommand.agent.control.ModemReport;
import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.SessionStatus;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.TypedAnswer;
import dev.ipcommand.modem.TypedLine;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.trace.TrafficRecorder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lets people at the modem beside the session: on threads of their own, through the modem's own queue, so that neither waits
 * for the other's work but at the line itself.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class OperatorDesk implements ModemDesk {
    /** With quotes and escapes of both formats still well within one answer. */
    private static final int PIECE = 16 * 1024;

    /** How long a person waits gladly for a modem that is busy. */
    private static final Duration SOON = Duration.ofSeconds(4);

    /** What the desk sees of the session. Any thread. */
    interface Session {
        /** The modem that is open; null if none is. */
        @Nullable
        Modem modem();

        /** The AT port that was opened last. */
        String port();

        /** What the session itself has read. */
        ModemView view();

        /** The data path in use; empty if there is none. */
        String path();

        SessionStatus status();

        /** When it tries next, if it waits for a time. */
        Optional<Instant> nextTry();

        void post(SessionEvent event);
    }

    private final Session session;
    private final TrafficRecorder recorder;
    private final boolean withModem;
    private final ModemLook look;
    private final Deque<String> recorded = new ArrayDeque<>();

    OperatorDesk(Session session, TrafficRecorder recorder, boolean withModem) {
        this.session = session;
        this.recorder = recorder;
        this.withModem = withModem;
        this.look = new ModemLook(session::view, System::nanoTime, SOON);
    }

    @Override
    public AtAnswer at(String text, boolean insisting, Duration patience) throws InterruptedException {
        TypedLine line;
        try {
            line = TypedLine.of(text, insisting);
        } catch (IllegalArgumentException e) {
            return AtAnswer.without(Result.REFUSED, "refused: " + e.getMessage());
        }
        Modem modem = session.modem();
        if (modem == null) {
            return AtAnswer.without(Result.NO_MODEM, notOpen());
        }
        try {
            TypedAnswer answer = modem.pass(line, patience);
            return new AtAnswer(answer.success() ? Result.OK : Result.ERROR, answer.lines(), answer.result(), "");
        } catch (AtException.Busy e) {
            return AtAnswer.without(Result.BUSY, busy(e));
        } catch (ModemException e) {
            return AtAnswer.without(resultOf(e), String.valueOf(e.getMessage()));
        }
    }

    private String busy(AtException.Busy e) {
        return e.isPayloadInFlight()
                ? "refused: a payload is in flight, and what is written now could become part of it; try again"
                : "busy: " + state() + "; " + e.getMessage() + "; nothing was sent";
    }

    private static Result resultOf(ModemException e) {
        return switch (e.kind()) {
            case TIMEOUT -> Result.TIMEOUT;
            case PORT_MISSING, PORT_BUSY, PORT_GONE, CLOSED -> Result.NO_MODEM;
            default -> Result.ERROR;
        };
    }

    private String state() {
        SessionStatus now = session.status();
        return now.phase() + " since " + now.since();
    }

    private String notOpen() {
        if (!withModem) {
            return "this agent has no modem: modem.port is \"none\"";
        }
        SessionStatus now = session.status();
        return "the modem is not open: the session is " + state() + ", because " + now.because() + "; it waits for "
                + now.phase().waitsFor()
                + session.nextTry()
                        .map(Instant::toString)
                        .map(at -> "; tries next " + at)
                        .orElse("");
    }

    @Override
    public ModemReport modem() throws InterruptedException {
        Modem modem = session.modem();
        String why = modem == null ? notOpen() : "";
        ModemLook.Seen seen = modem == null ? look.last(why) : look.at(modem, this::state);
        ModemIdentity who = modem == null ? new ModemIdentity("", "", "", "") : modem.identity();
        return new ModemReport(
                new ModemReport.Identity(
                        who.manufacturer(),
                        who.model(),
                        who.revision(),
                        who.imei(),
                        modem == null ? "" : modem.driver(),
                        modem == null ? "" : modem.profileName(),
                        session.port()),
                seen.sim(),
                seen.network(),
                new ModemReport.Link(addressOf(seen), session.path(), state()),
                ModemLook.channelOf(modem),
                seen.reading());
    }

    private String addressOf(ModemLook.Seen seen) {
        return seen.address().isEmpty()
                ? session.status()
                        .address()
                        .map(address -> address.getHostAddress())
                        .orElse("")
                : seen.address();
    }

    // ---- recording

    @Override
    public String startRecording(boolean restartSession) {
        if (!withModem) {
            return notOpen();
        }
        Modem modem = session.modem();
        if (!recorder.start(header(restartSession ? null : modem), restartSession)) {
            return "somebody records already";
        }
        synchronized (recorded) {
            recorded.clear();
        }
        if (restartSession) {
            session.post(SessionEvent.of(Trigger.REOPEN_ASKED, "a recording is to start with the first byte"));
        }
        return "";
    }

    /** Who it is, for a recording that does not begin with asking. */
    private static List<String> header(@Nullable Modem modem) {
        if (modem == null) {
            return List.of();
        }
        ModemIdentity who = modem.identity();
        return List.of(
                "= recorded-driver " + modem.driver(),
                "= recorded-manufacturer " + orDash(who.manufacturer()),
                "= recorded-model " + orDash(who.model()),
                "= recorded-revision " + orDash(who.revision()));
    }

    private static String orDash(String text) {
        return text.isBlank() ? "-" : text;
    }

    @Override
    public Piece takeRecorded() {
        return piece(recorder.take());
    }

    @Override
    public Piece stopRecording() {
        return piece(recorder.stop());
    }

    private Piece piece(TrafficRecorder.Taken taken) {
        synchronized (recorded) {
            recorded.addAll(taken.lines());
            List<String> lines = new ArrayList<>();
            int size = 0;
            while (!recorded.isEmpty() && size < PIECE) {
                String line = recorded.remove();
                lines.add(line);
                size += line.length() + 4;
            }
            return new Piece(lines, taken.dropped(), taken.running());
        }
    }
}
