package dev.ipcommand.agent.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A modem that answers what the test tells it to, and only when it may. */
public final class FakeDesk implements ModemDesk {
    public static final ModemReport REPORT = new ModemReport(
            new ModemReport.Identity(
                    "Quectel", "BG96", "BG96MAR02A07M1G", "356938035643809", "quectel", "bg", "/dev/ttyUSB2"),
            new ModemReport.Sim("ready", "8988307000000000001"),
            new ModemReport.Network("DENIED", "LTE", "15", "-71", "-101"),
            new ModemReport.Link("100.64.3.7", "embedded", "LISTENING since T1"),
            new ModemReport.Channel(1, 2, 3, 4, 5, 6, 7),
            new ModemReport.Reading(false, 61_000, "the modem is busy"));

    public final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    public final CountDownLatch interrupted = new CountDownLatch(1);
    public volatile ModemReport report = REPORT;
    public volatile AtAnswer answer = new AtAnswer(Result.OK, List.of("+CSQ: 22,99"), "OK", "");
    /** At first everything is answered at once. */
    public volatile CountDownLatch mayAnswer = new CountDownLatch(0);

    public volatile String problem = "";
    public volatile Iterator<Piece> pieces = Collections.emptyIterator();

    @Override
    public ModemReport modem() throws InterruptedException {
        await();
        return report;
    }

    @Override
    public AtAnswer at(String line, boolean insisting, Duration patience) throws InterruptedException {
        asked.add(line + (insisting ? " forced " : " ") + patience.toMillis());
        await();
        return answer;
    }

    private void await() throws InterruptedException {
        try {
            mayAnswer.await();
        } catch (InterruptedException e) {
            interrupted.countDown();
            throw e;
        }
    }

    @Override
    public String startRecording(boolean restartSession) {
        asked.add("start " + restartSession);
        return problem;
    }

    @Override
    public Piece takeRecorded() {
        asked.add("take");
        return next();
    }

    @Override
    public Piece stopRecording() {
        asked.add("stop");
        return next();
    }

    private Piece next() {
        return pieces.hasNext() ? pieces.next() : new Piece(List.of(), 0, false);
    }
}
