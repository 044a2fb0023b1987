package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.command.GenericCommands;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Asks a modem who it is. {@code +CGMI +CGMM +CGMR +CGSN} first; {@code ATI} fills what they do not tell, in both its shapes:
 * lines with labels ({@code Model: SIMCOM_SIM7600G-H}) and lines in order ({@code Quectel}, {@code BG96}, {@code Revision: …}).
 */
final class Identification {
    private final AtChannel channel;

    Identification(AtChannel channel) {
        this.channel = channel;
    }

    ModemIdentity ask() throws ModemException, InterruptedException {
        List<String> lines = ask(GenericCommands.readIdentification()).orElse(List.of());
        Optional<String> model = ask(GenericCommands.readText("+CGMM"));
        // Exactly what +CGMM says, so that it can serve as a fence.
        model.ifPresent(channel::knowModel);
        Optional<String> manufacturer = ask(GenericCommands.readText("+CGMI"));
        Optional<String> revision = ask(GenericCommands.readText("+CGMR"));
        Optional<String> imei = ask(GenericCommands.readText("+CGSN"))
                .or(() -> labelled(lines, "IMEI:"))
                .filter(text -> text.matches("[0-9]{14,17}"));
        return new ModemIdentity(
                manufacturer.or(() -> labelled(lines, "Manufacturer:")).orElse(nth(lines, 0)),
                model.or(() -> labelled(lines, "Model:")).orElse(nth(lines, 1)),
                revision.map(text -> withoutLabel(text, "Revision:"))
                        .or(() -> labelled(lines, "Revision:"))
                        .orElse(""),
                imei.orElse(""));
    }

    private <R> Optional<R> ask(AtCommand<R> command) throws ModemException, InterruptedException {
        try {
            return Optional.of(channel.execute(command));
        } catch (AtException.Refused | AtException.Garbled e) {
            return Optional.empty();
        }
    }

    private static Optional<String> labelled(List<String> lines, String label) {
        return lines.stream()
                .filter(startsWith(label))
                .map(line -> withoutLabel(line, label))
                .findFirst();
    }

    private static String withoutLabel(String line, String label) {
        return startsWith(label).test(line) ? line.substring(label.length()).strip() : line;
    }

    private static Predicate<String> startsWith(String label) {
        return line -> line.toLowerCase(Locale.ROOT).startsWith(label.toLowerCase(Locale.ROOT));
    }

    private static String nth(List<String> lines, int index) {
        return index < lines.size() ? lines.get(index) : "";
    }
}
