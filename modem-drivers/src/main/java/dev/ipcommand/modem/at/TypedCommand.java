package dev.ipcommand.modem.at;

import dev.ipcommand.modem.TypedLine;
import dev.ipcommand.modem.at.FinalResultCode.Kind;
import java.time.Duration;

/** Makes a command of a line that a person typed. */
public final class TypedCommand {
    /** Basic commands such as {@code ATI} and {@code AT&V} answer whatever they like, a fence's text too. */
    static final Claim ANYTHING = new Claim(line -> true, true);

    /** The agent answers a prompt that somebody insisted on with this: there is no payload to send. */
    private static final Payload ESC =
            new Payload(new byte[] {0x1B}, '>', Duration.ofSeconds(10), Duration.ofSeconds(10), true);

    private TypedCommand() {}

    /** The command, for its turn and for its answer the same patience. */
    public static AtCommand<AtResponse> of(TypedLine line, Duration patience) {
        Claim claim = line.isBasic()
                ? ANYTHING
                : Claim.prefixes(line.prefixes().toArray(new String[0])).orFreeText();
        AtCommand.Builder builder = AtCommand.line("AT" + line.toString().substring(2))
                .claims(claim)
                .deadline(patience)
                .typed(patience)
                .endsWith(
                        Kind.OK,
                        Kind.ERROR,
                        Kind.CME_ERROR,
                        Kind.CMS_ERROR,
                        Kind.NOT_SUPPORTED,
                        Kind.ABORTED,
                        Kind.POWER_DOWN,
                        Kind.SHUT_OK,
                        Kind.CLOSE_OK,
                        Kind.SEND_OK,
                        Kind.SEND_FAIL,
                        Kind.CONNECT);
        return (line.mayPrompt() ? builder.payload(ESC) : builder).build();
    }
}
