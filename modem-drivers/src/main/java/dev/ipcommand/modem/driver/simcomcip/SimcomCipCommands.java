package dev.ipcommand.modem.driver.simcomcip;

import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.Claim;
import dev.ipcommand.modem.at.Payload;
import dev.ipcommand.modem.at.text.AtLine;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.Addresses;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;

/**
 * SIMCom's TCP/IP commands. A refusal is a reason line ({@code +IP ERROR: …}, {@code +CIPERROR: n}, the command's own result
 * line) and then {@code ERROR}: the reason is claimed, the {@code ERROR} ends.
 */
final class SimcomCipCommands {
    private static final String IP_ERROR = "+IP ERROR:";
    private static final String CIP_ERROR = "+CIPERROR:";

    /** What the modem is asked to allow itself for a send: a datagram that takes longer is of no use to anybody. */
    private static final Duration SHORT_SEND = Duration.ofSeconds(30);

    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final ModemProfile profile;
    private volatile Duration sendDeadline;

    SimcomCipCommands(ModemProfile profile) {
        this.profile = profile;
        this.sendDeadline = profile.patience(Patience.SEND);
    }

    /** §11.1.23 {@code +CIPTIMEOUT}: NETOPEN, CIPOPEN, CIPSEND in ms; once accepted, {@link #shortenSends}. */
    AtCommand<AtResponse> setTimeouts() {
        return AtCommand.line(AtLine.set("AT+CIPTIMEOUT")
                        .number(profile.patience(Patience.ACTIVATE).toMillis())
                        .number(profile.patience(Patience.OPEN).toMillis())
                        .number(SHORT_SEND.toMillis())
                        .toString())
                .build();
    }

    void shortenSends() {
        sendDeadline = SHORT_SEND.plus(MARGIN);
    }

    /** §11.1.2 {@code +NETOPEN}: result 0 is success; it may come before or after {@code OK}. */
    AtCommand<Integer> openNetwork() {
        return AtCommand.line("AT+NETOPEN")
                .claims(Claim.prefixes(IP_ERROR, CIP_ERROR))
                .delayedResult(line -> line.startsWith("+NETOPEN:"))
                .deadline(profile.patience(Patience.ACTIVATE))
                .parsedBy(r -> delayed(r, "+NETOPEN:").requireNumber(0));
    }

    /** Whether a refusal of {@link #openNetwork} says that it is open already. */
    static boolean isOpenAlready(AtResponse refusal) {
        return refusal.texts().stream()
                .anyMatch(text -> text.toLowerCase(java.util.Locale.ROOT).contains("already open"));
    }

    /** §11.1.2 {@code +NETOPEN?}: 1 is open. */
    AtCommand<Boolean> isNetworkOpen() {
        return AtCommand.line("AT+NETOPEN?")
                .claims(Claim.prefixes("+NETOPEN:"))
                .parsedBy(r -> AtParameters.of(r.last("+NETOPEN:").orElse("0"))
                                .number(0)
                                .orElse(0)
                        == 1);
    }

    /** §11.1.3 {@code +NETCLOSE}. */
    AtCommand<AtResponse> closeNetwork() {
        return AtCommand.line("AT+NETCLOSE")
                .claims(Claim.prefixes(IP_ERROR, CIP_ERROR))
                .delayedResult(line -> line.startsWith("+NETCLOSE:"))
                .deadline(profile.patience(Patience.DEACTIVATE))
                .build();
    }

    /** §11.1.17 {@code +IPADDR}. */
    AtCommand<Optional<Inet4Address>> readAddress() {
        return AtCommand.line("AT+IPADDR")
                .claims(Claim.prefixes("+IPADDR:", IP_ERROR))
                .parsedBy(r -> r.last("+IPADDR:").map(AtParameters::of).flatMap(p -> Addresses.parse(p.text(0))));
    }

    /** §11.1.5 {@code +CIPOPEN=<link>,"UDP",,,<port>}: for UDP the result comes before {@code OK}, for TCP after it. */
    AtCommand<Integer> openUdp(int link, int localPort) {
        AtLine line = AtLine.set("AT+CIPOPEN").number(link).quoted("UDP");
        line.absent().absent().number(localPort);
        return AtCommand.line(line.toString())
                .claims(Claim.prefixes(IP_ERROR, CIP_ERROR))
                .delayedResult(names("+CIPOPEN:", link))
                .deadline(profile.patience(Patience.OPEN))
                .parsedBy(r -> delayed(r, "+CIPOPEN:").requireNumber(1));
    }

    /** §11.1.5 {@code +CIPOPEN?}: one line a link; an open one has more than its number. */
    AtCommand<Boolean> isOpen(int link) {
        return AtCommand.line("AT+CIPOPEN?")
                .claims(Claim.prefixes("+CIPOPEN:", IP_ERROR, CIP_ERROR))
                .parsedBy(r -> r.texts().stream()
                        .filter(text -> text.startsWith("+CIPOPEN:"))
                        .map(text -> AtParameters.of(text.substring("+CIPOPEN:".length())))
                        .anyMatch(p -> p.number(0).orElse(-1) == link && !p.isAbsent(1)));
    }

    /** §11.1.7 {@code +CIPCLOSE}: {@code +CIPCLOSE: n,0} and {@code OK}, in either order. */
    AtCommand<AtResponse> close(int link) {
        return AtCommand.line("AT+CIPCLOSE=" + link)
                .claims(Claim.prefixes(IP_ERROR, CIP_ERROR))
                .delayedResult(names("+CIPCLOSE:", link))
                .deadline(Duration.ofSeconds(15))
                .build();
    }

    /**
     * §11.1.6 {@code +CIPSEND}, always with the length: without it Ctrl-Z, ESC and ETX have a meaning.
     *
     * @return how many bytes the modem took: all, 0 if its buffer is full, -1 if the link is gone
     */
    AtCommand<Integer> send(int link, InetSocketAddress to, byte[] bytes) {
        String line = AtLine.set("AT+CIPSEND")
                .number(link)
                .number(bytes.length)
                .quoted(to.getAddress().getHostAddress())
                .number(to.getPort())
                .toString();
        return AtCommand.line(line)
                .claims(Claim.prefixes(IP_ERROR, CIP_ERROR))
                .payload(new Payload(
                        bytes, '>', profile.patience(Patience.PROMPT), profile.patience(Patience.INPUT_WINDOW), false))
                .delayedResult(names("+CIPSEND:", link))
                .deadline(sendDeadline)
                .urgent()
                .parsedBy(r -> delayed(r, "+CIPSEND:").requireNumber(2));
    }

    /** §11.1.20 {@code +CIPRXGET=2}: what a modem that insists on buffering holds; empty if nothing. */
    AtCommand<Optional<AtResponse.Line>> read(int link) {
        return AtCommand.line("AT+CIPRXGET=2," + link)
                .claims(Claim.shape(text -> text.startsWith("+CIPRXGET: 2") || text.startsWith(IP_ERROR)))
                .deadline(profile.patience(Patience.READ))
                .urgent()
                .parsedBy(r ->
                        r.lines().stream().filter(line -> line.data() != null).reduce((first, last) -> last));
    }

    private static java.util.function.Predicate<String> names(String prefix, int link) {
        return line -> line.startsWith(prefix)
                && AtParameters.of(line.substring(prefix.length())).number(0).orElse(-1) == link
                && !AtParameters.of(line.substring(prefix.length())).isQuoted(1);
    }

    private static AtParameters delayed(AtResponse response, String prefix) {
        return AtParameters.of(response.delayedLine().orElse("").replace(prefix, ""));
    }
}
