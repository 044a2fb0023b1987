package dev.ipcommand.agent.dispatch;

import dev.ipcommand.handler.CommandContext;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.ResourceBundle;
import org.jspecify.annotations.Nullable;

/** A call's context whose log is heard instead of written. */
record HeardContext(CommandContext call, String name, Sayings sayings) implements CommandContext {
    @Override
    public Instant deadline() {
        return call.deadline();
    }

    @Override
    public Duration remaining() {
        return call.remaining();
    }

    @Override
    public void send(byte[] payload) {
        call.send(payload);
    }

    @Override
    public System.Logger log() {
        return new HeardLog("handler." + name, sayings);
    }

    /** From {@code INFO} on, as the agent logs by default. */
    private record HeardLog(String name, Sayings sayings) implements System.Logger {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public boolean isLoggable(Level level) {
            return level.getSeverity() >= Level.INFO.getSeverity() && level != Level.OFF;
        }

        @Override
        public void log(
                Level level, @Nullable ResourceBundle bundle, @Nullable String text, @Nullable Throwable thrown) {
            if (isLoggable(level)) {
                sayings.add(level + " " + text);
                if (thrown != null) {
                    sayings.add(thrown);
                }
            }
        }

        @Override
        public void log(
                Level level,
                @Nullable ResourceBundle bundle,
                @Nullable String format,
                @Nullable Object @Nullable ... parameters) {
            boolean plain = format == null || parameters == null || parameters.length == 0;
            log(level, bundle, plain ? format : MessageFormat.format(format, parameters), (Throwable) null);
        }
    }
}
