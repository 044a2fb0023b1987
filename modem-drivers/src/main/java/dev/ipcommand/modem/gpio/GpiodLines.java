package dev.ipcommand.modem.gpio;

import com.pi4j.boardinfo.util.BoardInfoHelper;
import com.pi4j.library.gpiod.internal.GpioDContext;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.library.gpiod.internal.LineRequestFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * Lines through pi4j 2.8.0's gpiod library, which bundles libgpiod 1.6.5.
 *
 * <p>What that library does and what is done about it here: it passes over a board that it does not know (asked first);
 * a line's handle is a native pointer that it dereferences after closing, too (every access is under one lock that also
 * guards closing); it keeps one chip for the whole process (each opening has a context of its own). Its plugin is not
 * used: a thread that wakes 100 times a second for every input, levels of outputs read from memory, no release of a single
 * line. See docs/adr/0012-gpio.md.
 */
final class GpiodLines implements GpioLines {
    private static final System.Logger LOG = System.getLogger(GpiodLines.class.getName());
    private static final String CONSUMER = "ipcommand-";

    private final GpioDContext chip;
    private final List<GpiodLine> lines = new ArrayList<>();
    private boolean closed;

    private GpiodLines(GpioDContext chip) {
        this.chip = chip;
    }

    static GpiodLines open() throws GpioException {
        if (!BoardInfoHelper.runningOnRaspberryPi()) {
            throw new GpioException("pi4j 2.8.0 does not know this board, as /proc/cpuinfo and"
                    + " /proc/device-tree/model describe it: use a Raspberry Pi; or remove the GPIO lines from the"
                    + " configuration");
        }
        return open(new GpioDContext());
    }

    static GpiodLines open(GpioDContext chip) throws GpioException {
        try {
            chip.initialize();
        } catch (GpioDException | IllegalStateException e) {
            throw new GpioException("no GPIO chip with the board's pins among /dev/gpiochip*: " + e.getMessage(), e);
        }
        return new GpiodLines(chip);
    }

    @Override
    public synchronized GpioLine open(LineSpec spec) throws GpioException {
        if (closed) {
            throw new GpioException(spec.name() + ": the board was closed");
        }
        for (GpiodLine line : lines) {
            if (line.spec.line() == spec.line()) {
                // The library would hand out the same pointer again.
                throw new GpioException(
                        spec.name() + ": BCM line " + spec.line() + " is open as " + line.spec.name() + " already");
            }
        }
        GpiodLine line = new GpiodLine(spec, request(spec));
        lines.add(line);
        return line;
    }

    private com.pi4j.library.gpiod.internal.GpioLine request(LineSpec spec) throws GpioException {
        String holder = "";
        try {
            com.pi4j.library.gpiod.internal.GpioLine pin = chip.getOrOpenLine(spec.line());
            if (pin.isUsed()) {
                holder = ", held by "
                        + Objects.requireNonNullElse(pin.getConsumer(), "the kernel or a program without a name");
            }
            if (spec.isOutput()) {
                pin.requestOutputFlags(CONSUMER + spec.name(), 0, spec.safe().digit());
            } else {
                pin.requestInputFlags(CONSUMER + spec.name(), bias(spec.pull()).getVal());
            }
            return pin;
        } catch (GpioDException e) {
            throw new GpioException(
                    spec.name() + ": BCM line " + spec.line() + " cannot be had" + holder + ": " + e.getMessage(), e);
        }
    }

    private static LineRequestFlag bias(LineSpec.Pull pull) {
        return switch (pull) {
            case OFF -> LineRequestFlag.BIAS_DISABLE;
            case UP -> LineRequestFlag.BIAS_PULL_UP;
            case DOWN -> LineRequestFlag.BIAS_PULL_DOWN;
        };
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        for (GpiodLine line : List.copyOf(lines)) {
            line.close();
        }
        closed = true;
        chip.close();
    }

    /** One line; guarded by the board's lock, which is never held for longer than a system call. */
    private final class GpiodLine implements GpioLine {
        private final LineSpec spec;
        private final com.pi4j.library.gpiod.internal.GpioLine pin;

        GpiodLine(LineSpec spec, com.pi4j.library.gpiod.internal.GpioLine pin) {
            this.spec = spec;
            this.pin = pin;
        }

        @Override
        public LineSpec spec() {
            return spec;
        }

        @Override
        public Level read() throws GpioException {
            synchronized (GpiodLines.this) {
                requireOpen();
                try {
                    return pin.getValue() == 0 ? Level.LOW : Level.HIGH;
                } catch (GpioDException e) {
                    throw new GpioException(spec.name() + " cannot be read: " + e.getMessage(), e);
                }
            }
        }

        @Override
        public void write(Level level) throws GpioException {
            if (!spec.isOutput()) {
                throw new IllegalStateException(spec.name() + " is an input");
            }
            synchronized (GpiodLines.this) {
                requireOpen();
                try {
                    pin.setValue(level.digit());
                } catch (GpioDException e) {
                    throw new GpioException(
                            spec.name() + " cannot be set to " + level.digit() + ": " + e.getMessage(), e);
                }
            }
        }

        private void requireOpen() throws GpioException {
            if (!lines.contains(this)) {
                throw new GpioException(spec.name() + " was closed");
            }
        }

        @Override
        public void close() {
            synchronized (GpiodLines.this) {
                if (!lines.remove(this)) {
                    return;
                }
                try {
                    if (spec.isOutput()) {
                        pin.setValue(spec.safe().digit());
                    }
                } catch (GpioDException e) {
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "line not at its safe level name=" + spec.name() + ": " + e.getMessage());
                }
                chip.closeLine(pin);
            }
        }
    }
}
