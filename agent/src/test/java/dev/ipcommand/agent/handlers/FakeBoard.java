package dev.ipcommand.agent.handlers;

import dev.ipcommand.modem.gpio.GpioException;
import dev.ipcommand.modem.gpio.GpioLine;
import dev.ipcommand.modem.gpio.GpioLines;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A board of pins in memory that keeps the port's promises and tells what was done, in order. */
final class FakeBoard implements GpioLines.Source, GpioLines {
    private final Map<String, Level> pins = new HashMap<>();
    private final Set<String> busy = new HashSet<>();
    private final List<String> done = new ArrayList<>();
    private String missing = "";
    private int opened;
    private boolean closed;

    synchronized List<String> done() {
        return List.copyOf(done);
    }

    synchronized int opened() {
        return opened;
    }

    synchronized Level pin(String name) {
        return pins.getOrDefault(name, Level.LOW);
    }

    synchronized void setPin(String name, Level level) {
        pins.put(name, level);
    }

    /** Somebody else takes a line, or lets go of it. */
    synchronized void setBusy(String name, boolean held) {
        if (held) {
            busy.add(name);
        } else {
            busy.remove(name);
        }
    }

    /** The board cannot be opened for this reason; empty = it can. */
    synchronized void setMissing(String reason) {
        missing = reason;
    }

    @Override
    public synchronized GpioLines open() throws GpioException {
        opened++;
        if (!missing.isEmpty()) {
            throw new GpioException(missing);
        }
        return this;
    }

    @Override
    public synchronized GpioLine open(LineSpec spec) throws GpioException {
        if (busy.contains(spec.name())) {
            throw new GpioException(spec.name() + " is held by somebody");
        }
        if (spec.isOutput()) {
            set(spec, spec.safe());
        }
        return new FakeLine(spec);
    }

    @Override
    public synchronized void close() {
        closed = true;
        done.add("closed");
    }

    private synchronized void set(LineSpec spec, Level level) {
        pins.put(spec.name(), level);
        done.add(spec.name() + "=" + level.digit());
    }

    private final class FakeLine implements GpioLine {
        private final LineSpec spec;

        FakeLine(LineSpec spec) {
            this.spec = spec;
        }

        @Override
        public LineSpec spec() {
            return spec;
        }

        @Override
        public Level read() throws GpioException {
            requireOpen();
            return pin(spec.name());
        }

        @Override
        public void write(Level level) throws GpioException {
            requireOpen();
            set(spec, level);
        }

        private void requireOpen() throws GpioException {
            synchronized (FakeBoard.this) {
                if (closed || busy.contains(spec.name())) {
                    throw new GpioException(spec.name() + " cannot be used");
                }
            }
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException("lines close with their board");
        }
    }
}
