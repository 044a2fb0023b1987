package dev.ipcommand.modem.driver.simcomca;

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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** SIMCom's CA socket and CN network commands; application context 0 throughout, which lies on cid 1. AT manual V1.05. */
final class SimcomCaCommands {
    private static final int CONTEXT = 0;
    /** The most that one {@code +CARECV} takes. */
    private static final int READ_SIZE = 1460;

    /**
     * The application's network context.
     *
     * @param up whether it is on, or on its way
     * @param address if it is on
     */
    record AppContext(boolean up, Optional<Inet4Address> address) {}

    private final ModemProfile profile;

    SimcomCaCommands(ModemProfile profile) {
        this.profile = profile;
    }

    /** §5.2.49 {@code +CURCCFG?}, a line a class: those whose URCs are switched off. */
    static AtCommand<List<String>> readSilentUrcs() {
        return AtCommand.line("AT+CURCCFG?").claims(Claim.prefixes("+CURCCFG:")).parsedBy(r -> r.texts().stream()
                .map(text -> AtParameters.of(text.substring("+CURCCFG:".length())))
                .filter(p -> p.number(1).orElse(1) == 0)
                .map(p -> p.text(0))
                .toList());
    }

    /** §5.2.49 {@code +CURCCFG="<class>",1}; the modem saves it. */
    static AtCommand<AtResponse> enableUrcs(String ofClass) {
        return AtCommand.line(AtLine.set("AT+CURCCFG").quoted(ofClass).number(1).toString())
                .build();
    }

    /** {@code +CPSI?}: its LTE line has RSRQ, RSRP, RSSI and SNR at its end; in dBm or, as a sister family, in tenths. */
    static AtCommand<OptionalInt> readRsrp() {
        return AtCommand.line("AT+CPSI?").claims(Claim.prefixes("+CPSI:")).parsedBy(r -> {
            AtParameters p = AtParameters.of(r.last("+CPSI:").orElse(""));
            return p.text(0).startsWith("LTE") ? rsrp(p.number(11).orElse(0)) : OptionalInt.empty();
        });
    }

    /** 3GPP 36.133 bounds it to -141 … -44 dBm. */
    private static OptionalInt rsrp(int told) {
        int dbm = told < -141 ? Math.round(told / 10f) : told;
        return dbm >= -141 && dbm <= -44 ? OptionalInt.of(dbm) : OptionalInt.empty();
    }

    /** {@code +CNCFG?}: whether the context is IPv4 with that access point's name. */
    AtCommand<Boolean> hasContext(String apn) {
        return AtCommand.line("AT+CNCFG?").claims(Claim.prefixes("+CNCFG:")).parsedBy(r -> r.texts().stream()
                .map(text -> AtParameters.of(text.substring("+CNCFG:".length())))
                .anyMatch(p -> p.number(0).orElse(-1) == CONTEXT
                        && p.number(1).orElse(-1) == 1
                        && p.text(2).equalsIgnoreCase(apn)));
    }

    /** {@code +CNCFG=0,1,"<apn>"}: IPv4, no authentication. */
    AtCommand<AtResponse> setContext(String apn) {
        return AtCommand.line(AtLine.set("AT+CNCFG")
                        .number(CONTEXT)
                        .number(1)
                        .quoted(apn)
                        .toString())
                .build();
    }

    /** {@code +CNACT?}: one line a context; 0 off, 1 on, 2 busy. */
    AtCommand<AppContext> readContext() {
        return AtCommand.line("AT+CNACT?").claims(Claim.prefixes("+CNACT:")).parsedBy(r -> r.texts().stream()
                .map(text -> AtParameters.of(text.substring("+CNACT:".length())))
                .filter(p -> p.number(0).orElse(-1) == CONTEXT)
                .map(p -> new AppContext(
                        p.number(1).orElse(0) != 0,
                        p.number(1).orElse(0) == 1 ? Addresses.parse(p.text(2)) : Optional.empty()))
                .findFirst()
                .orElse(new AppContext(false, Optional.empty())));
    }

    /** {@code +CNACT=0,1}: {@code OK}, and {@code +APP PDP: 0,ACTIVE} when it is so; true if it says that. */
    AtCommand<Boolean> activate() {
        return AtCommand.line("AT+CNACT=" + CONTEXT + ",1")
                .delayedResult(line -> contextTold(line).isPresent())
                .deadline(profile.patience(Patience.ACTIVATE))
                .parsedBy(r ->
                        r.delayedLine().flatMap(SimcomCaCommands::contextTold).orElse(false));
    }

    /** {@code +CNACT=0,0}: {@code OK}, and {@code +APP PDP: 0,DEACTIVE}. */
    AtCommand<AtResponse> deactivate() {
        return AtCommand.line("AT+CNACT=" + CONTEXT + ",0")
                .delayedResult(line -> contextTold(line).filter(up -> !up).isPresent())
                .deadline(profile.patience(Patience.DEACTIVATE))
                .build();
    }

    /**
     * What a line says of our context: up or down; empty if it says nothing of it. {@code +APP PDP: 0,DEACTIVE}, without
     * the index, and {@code +PDP: DEACT} of older firmware.
     */
    static Optional<Boolean> contextTold(String line) {
        if (line.startsWith("+PDP:")) {
            return line.contains("DEACT") ? Optional.of(false) : Optional.empty();
        } else if (!line.startsWith("+APP PDP:")) {
            return Optional.empty();
        }
        AtParameters p = AtParameters.of(line.substring("+APP PDP:".length()));
        if (p.size() > 1 && p.number(0).orElse(-1) != CONTEXT) {
            return Optional.empty();
        }
        String word = p.text(p.size() - 1);
        if (word.equals("ACTIVE")) {
            return Optional.of(true);
        }
        return word.startsWith("DEACTIV") ? Optional.of(false) : Optional.empty();
    }

    /**
     * {@code +CASERVER=<cid>,0,"UDP",<port>,1}: a local port that hears everybody and pushes what it hears. The result line
     * comes before {@code OK}; after it is accepted too.
     */
    AtCommand<Integer> openPushing(int cid, int localPort) {
        return opening(cid, server(cid, localPort).number(1));
    }

    /** The same without the mode, as the manual's first form and the platform's guide have it: data on request. */
    AtCommand<Integer> openBuffering(int cid, int localPort) {
        return opening(cid, server(cid, localPort));
    }

    private static AtLine server(int cid, int localPort) {
        return AtLine.set("AT+CASERVER")
                .number(cid)
                .number(CONTEXT)
                .quoted("UDP")
                .number(localPort);
    }

    private AtCommand<Integer> opening(int cid, AtLine line) {
        return AtCommand.line(line.toString())
                .delayedResult(text -> text.startsWith("+CASERVER:") && cidOf(text) == cid)
                .deadline(profile.patience(Patience.OPEN))
                .parsedBy(r -> parameters(r.delayedLine().orElse("")).requireNumber(1));
    }

    /** {@code +CASTATE?}: 0 closed, 1 connected, 2 listening; a socket that never was has no line. The last line is the newest. */
    AtCommand<Boolean> isOpen(int cid) {
        return AtCommand.line("AT+CASTATE?").claims(Claim.prefixes("+CASTATE:")).parsedBy(r -> r.texts().stream()
                .map(SimcomCaCommands::parameters)
                .filter(p -> p.number(0).orElse(-1) == cid)
                .reduce((first, last) -> last)
                .map(p -> p.number(1).orElse(0) != 0)
                .orElse(false));
    }

    /** {@code +CACLOSE=<cid>}: {@code ERROR} if there is no such socket. */
    AtCommand<AtResponse> close(int cid) {
        return AtCommand.line("AT+CACLOSE=" + cid)
                .deadline(profile.patience(Patience.CLOSE))
                .build();
    }

    /** {@code +CACFG="REMOTEADDR",…}: where a UDP server sends to; the manual shows the address without quotes. */
    AtCommand<AtResponse> setDestination(int cid, InetSocketAddress to, boolean quoted) {
        String ip = to.getAddress().getHostAddress();
        AtLine line = AtLine.set("AT+CACFG").quoted("REMOTEADDR").number(cid);
        return AtCommand.line(
                        quoted ? line.quoted(ip).number(to.getPort()).toString() : line + "," + ip + "," + to.getPort())
                .urgent()
                .build();
    }

    /** {@code +CASEND=<cid>,<len>}: the length is given, so no byte of the payload has a meaning. */
    AtCommand<AtResponse> send(int cid, byte[] bytes) {
        return AtCommand.line("AT+CASEND=" + cid + "," + bytes.length)
                .payload(new Payload(
                        bytes, '>', profile.patience(Patience.PROMPT), profile.patience(Patience.INPUT_WINDOW), false))
                .deadline(profile.patience(Patience.SEND))
                .urgent()
                .build();
    }

    /** {@code +CARECV=<cid>,<len>}: what the modem holds; empty if nothing, told as {@code +CARECV: 0} or by {@code OK} alone. */
    AtCommand<Optional<AtResponse.Line>> read(int cid) {
        return AtCommand.line("AT+CARECV=" + cid + "," + READ_SIZE)
                .claims(Claim.prefixes("+CARECV:"))
                .deadline(profile.patience(Patience.READ))
                .urgent()
                .parsedBy(r -> r.lines().stream()
                        .filter(line -> line.data() != null && line.data().length > 0)
                        .reduce((first, last) -> last));
    }

    /** What follows the colon of a {@code +NAME: …} line. */
    static AtParameters parameters(String line) {
        return AtParameters.of(line.substring(line.indexOf(':') + 1));
    }

    /** The socket that a {@code +NAME: <cid>…} line is about; -1 if none. */
    static int cidOf(String line) {
        return parameters(line).number(0).orElse(-1);
    }
}
