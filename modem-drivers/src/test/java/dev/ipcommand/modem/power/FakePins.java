package dev.ipcommand.modem.power;

import dev.ipcommand.modem.gpio.GpioException;
import dev.ipcommand.modem.gpio.GpioLine;
import dev.ipcommand.modem.gpio.GpioLines;
import dev.ipcommand.modem.gpio.Level;
import dev.ipcommand.modem.gpio.LineSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A board of pins in memory with a clock that only pauses move: tells which pin went where, when. */
final class FakePins implements GpioLines.Source, PowerControl.Pause {
    private final List<String> log = new ArrayList<>();
    private final Map<Integer, Level> inputs = new HashMap<>();
    private final Map<Integer, Level> outputs = new LinkedHashMap<>();
    private Duration now = Duration.ZERO;
    private String missing = "";
    private int opened;
    private int interruptAfter = -1;
    private int broken = -1;
    private Runnable onPause = () -> {};

    /** For example {@code "0.0s 24=1"}. */
    List<String> log() {
        return List.copyOf(log);
    }

    int opened() {
        return opened;
    }

    Level output(int line) {
        return outputs.getOrDefault(line, Level.LOW);
    }

    void setInput(int line, Level level) {
        inputs.put(line, level);
    }

    void setMissing(String reason) {
        missing = reason;
    }

    /** Writing this line fails; -1 = none. */
    void setBroken(int line) {
        broken = line;
    }

    /** The pause with this number, from 0, is interrupted. */
    void interruptAfter(int pauses) {
        interruptAfter = pauses;
    }

    /** Called after each pause, so that a modem can follow its key. */
    void onPause(Runnable action) {
        onPause = action;
    }

    @Override
    public void last(Duration duration) throws InterruptedException {
        if (interruptAfter == 0) {
            throw new InterruptedException("stopping");
        }
        interruptAfter--;
        now = now.plus(duration);
        onPause.run();
    }

    @Override
    public GpioLines open() throws GpioException {
        opened++;
        if (!missing.isEmpty()) {
            throw new GpioException(missing);
        }
        return new Board();
    }

    private void note(int line, Level level) {
        outputs.put(line, level);
        log.add(now.toMillis() + "ms " + line + "=" + level.digit());
    }

    private final class Board implements GpioLines {
        private final List<Pin> pins = new ArrayList<>();

        @Override
        public GpioLine open(LineSpec spec) {
            if (spec.isOutput()) {
                note(spec.line(), spec.safe());
            }
            Pin pin = new Pin(spec);
            pins.add(pin);
            return pin;
        }

        @Override
        public void close() {
            pins.forEach(Pin::close);
            pins.clear();
            log.add("released");
        }
    }

    private final class Pin implements GpioLine {
        private final LineSpec spec;

        Pin(LineSpec spec) {
            this.spec = spec;
        }

        @Override
        public LineSpec spec() {
            return spec;
        }

        @Override
        public Level read() {
            return inputs.getOrDefault(spec.line(), Level.LOW);
        }

        @Override
        public void write(Level level) throws GpioException {
            if (spec.line() == broken) {
                throw new GpioException(spec.name() + " cannot be set");
            }
            note(spec.line(), level);
        }

        @Override
        public void close() {
            if (spec.isOutput()) {
                outputs.put(spec.line(), spec.safe());
            }
        }
    }
}
