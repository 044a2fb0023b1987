package dev.ipcommand.modem.driver.quectel;

import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.Claim;
import dev.ipcommand.modem.at.FinalResultCode.Kind;
import dev.ipcommand.modem.at.Payload;
import dev.ipcommand.modem.at.text.AtLine;
import dev.ipcommand.modem.at.text.AtParameters;
import dev.ipcommand.modem.command.Addresses;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.OptionalInt;

/** Quectel's TCP/IP commands; context 1 throughout. BG96 TCP/IP AT manual V1.0. */
final class QuectelCommands {
    static final int CONTEXT = 1;

    private final ModemProfile profile;

    QuectelCommands(ModemProfile profile) {
        this.profile = profile;
    }

    /** §2.1.1 {@code +QICSGP}: IPv4, no authentication. */
    AtCommand<AtResponse> setContext(String apn) {
        return AtCommand.line(AtLine.set("AT+QICSGP")
                        .number(CONTEXT)
                        .number(1)
                        .quoted(apn)
                        .quoted("")
                        .quoted("")
                        .number(0)
                        .toString())
                .build();
    }

    /** §2.1.2 {@code +QIACT=1}: blocks the port for 150 s at worst. */
    AtCommand<AtResponse> activate() {
        return AtCommand.line("AT+QIACT=" + CONTEXT)
                .deadline(profile.patience(Patience.ACTIVATE))
                .build();
    }

    /** §2.1.2 {@code +QIACT?}: the context's address, empty if it is down. */
    AtCommand<Optional<Inet4Address>> readContext() {
        return AtCommand.line("AT+QIACT?")
                .claims(Claim.prefixes("+QIACT:"))
                .deadline(profile.patience(Patience.ACTIVATE))
                .parsedBy(r -> r.texts().stream()
                        .map(text -> AtParameters.of(text.substring("+QIACT:".length())))
                        .filter(p ->
                                p.number(0).orElse(0) == CONTEXT && p.number(1).orElse(0) == 1)
                        .findFirst()
                        .flatMap(p -> Addresses.parse(p.text(3))));
    }

    /** §2.1.3 {@code +QIDEACT}: 40 s at worst. */
    AtCommand<AtResponse> deactivate() {
        return AtCommand.line("AT+QIDEACT=" + CONTEXT)
                .deadline(profile.patience(Patience.DEACTIVATE))
                .build();
    }

    /** §2.1.4 {@code +QIOPEN=…,"UDP SERVICE",…}: a local port that hears everybody. The result names the id. */
    AtCommand<Integer> openUdpService(int id, int localPort, boolean push) {
        AtLine line = AtLine.set("AT+QIOPEN").number(CONTEXT).number(id).quoted("UDP SERVICE");
        line.quoted("127.0.0.1").number(0).number(localPort).number(push ? 1 : 0);
        return AtCommand.line(line.toString())
                .deadline(profile.patience(Patience.OPEN))
                .delayedResult(text -> openedId(text).orElse(-1) == id)
                .parsedBy(r -> AtParameters.of(r.delayedLine().orElse("").replace("+QIOPEN:", ""))
                        .requireNumber(1));
    }

    static OptionalInt openedId(String line) {
        return line.startsWith("+QIOPEN:")
                ? AtParameters.of(line.substring("+QIOPEN:".length())).number(0)
                : OptionalInt.empty();
    }

    /** §2.1.5 {@code +QICLOSE}: 10 s at worst. */
    AtCommand<AtResponse> close(int id) {
        return AtCommand.line("AT+QICLOSE=" + id)
                .deadline(profile.patience(Patience.CLOSE))
                .build();
    }

    /** §2.1.6 {@code +QISTATE=0,1}: whether that id is among the context's sockets. */
    AtCommand<Boolean> isOpen(int id) {
        return AtCommand.line("AT+QISTATE=0," + CONTEXT)
                .claims(Claim.prefixes("+QISTATE:"))
                .parsedBy(r -> r.texts().stream()
                        .map(text -> AtParameters.of(text.substring("+QISTATE:".length())))
                        .anyMatch(p -> p.number(0).orElse(-1) == id));
    }

    /** §2.1.7 {@code +QISEND}: the length is given, so no byte of the payload has a meaning. */
    AtCommand<AtResponse> send(int id, InetSocketAddress to, byte[] bytes) {
        String line = AtLine.set("AT+QISEND")
                .number(id)
                .number(bytes.length)
                .quoted(to.getAddress().getHostAddress())
                .number(to.getPort())
                .toString();
        return AtCommand.line(line)
                .payload(new Payload(
                        bytes, '>', profile.patience(Patience.PROMPT), profile.patience(Patience.INPUT_WINDOW), false))
                .endsWith(
                        Kind.SEND_OK,
                        Kind.SEND_FAIL,
                        Kind.ERROR,
                        Kind.CME_ERROR,
                        Kind.CMS_ERROR,
                        Kind.NOT_SUPPORTED,
                        Kind.ABORTED)
                .deadline(profile.patience(Patience.SEND))
                .urgent()
                .build();
    }

    /** §2.1.8 {@code +QIRD}: one whole datagram of a UDP service; empty if there is none. */
    AtCommand<Optional<AtResponse.Line>> read(int id) {
        return AtCommand.line("AT+QIRD=" + id)
                .claims(Claim.prefixes("+QIRD:"))
                .deadline(profile.patience(Patience.READ))
                .urgent()
                .parsedBy(r ->
                        r.lines().stream().filter(line -> line.data() != null).reduce((first, last) -> last));
    }

    /** §2.1.15 {@code +QIGETERROR}: why the last socket command failed. */
    AtCommand<String> readError() {
        return AtCommand.line("AT+QIGETERROR")
                .claims(Claim.prefixes("+QIGETERROR:"))
                .parsedBy(r -> r.last("+QIGETERROR:").orElse("not told"));
    }

    /** {@code +QCSQ} (BG96 AT manual §6.4): technology, RSSI, RSRP … in dBm; 3GPP 36.133 bounds RSRP. */
    static AtCommand<OptionalInt> readRsrp() {
        return AtCommand.line("AT+QCSQ").claims(Claim.prefixes("+QCSQ:")).parsedBy(r -> {
            OptionalInt rsrp = AtParameters.of(r.last("+QCSQ:").orElse("")).number(2);
            boolean real = rsrp.isPresent() && rsrp.getAsInt() >= -141 && rsrp.getAsInt() <= -44;
            return real ? rsrp : OptionalInt.empty();
        });
    }
}
