package dev.ipcommand.modem.command;

import dev.ipcommand.modem.Signal;
import dev.ipcommand.modem.SimState;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.Claim;
import dev.ipcommand.modem.at.FinalResultCode;
import dev.ipcommand.modem.at.FinalResultCode.Kind;
import dev.ipcommand.modem.at.text.AtLine;
import dev.ipcommand.modem.at.text.AtParameters;
import java.net.Inet4Address;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Commands that every modem of the field knows; cid 1 throughout, the default bearer's. */
public final class GenericCommands {
    private static final Pattern ICCID = Pattern.compile("(?<![0-9])([0-9]{18,20})[Ff]*(?![0-9])");

    private GenericCommands() {}

    /** A command that is only set, with no text in its answer. */
    public static AtCommand<AtResponse> plain(String line) {
        return AtCommand.line(line).build();
    }

    /** V.250 §6.1.3 {@code ATI}: identification as free text. */
    public static AtCommand<List<String>> readIdentification() {
        return AtCommand.line("ATI").claims(Claim.FREE_TEXT).parsedBy(AtResponse::texts);
    }

    /** 27.007 §5.1–5.4 {@code +CGMI +CGMM +CGMR +CGSN}: one line of text, with or without prefix and quotes. */
    public static AtCommand<String> readText(String name) {
        return AtCommand.line("AT" + name)
                .claims(Claim.prefixes(name + ":").orFreeText())
                .parsedBy(r -> r.texts().stream()
                        .map(text -> unquoted(text.startsWith(name + ":") ? text.substring(name.length() + 1) : text))
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no text")));
    }

    private static String unquoted(String text) {
        return AtParameters.of(text).size() == 1 ? AtParameters.of(text).text(0) : text.strip();
    }

    /** 27.007 §8.3 {@code +CPIN?}; its answer is the same line as its URC, and counts as both. */
    public static AtCommand<SimState> readSimState() {
        return AtCommand.line("AT+CPIN?")
                .claims(Claim.prefixes("+CPIN:"))
                .answersAreEvents()
                .parsedBy(r ->
                        simState(r.last("+CPIN:").orElseThrow(() -> new IllegalArgumentException("no +CPIN line"))));
    }

    /** What {@code +CPIN:} says. */
    public static SimState simState(String code) {
        String text = unquoted(code).toUpperCase(Locale.ROOT);
        // The second PIN is for other things than service: only a command that wanted it and failed leaves that state.
        if (text.equals("READY") || text.equals("SIM PIN2") || text.equals("SIM PUK2")) {
            return SimState.READY;
        } else if (text.equals("NOT READY")) {
            return SimState.NOT_READY;
        } else if (text.equals("NOT INSERTED") || text.equals("SIM REMOVED")) {
            return SimState.ABSENT;
        } else if (text.startsWith("SIM PIN")) {
            return SimState.PIN_NEEDED;
        }
        return text.startsWith("SIM PUK") ? SimState.PUK_NEEDED : SimState.FAILED;
    }

    /** 27.007 §9.2.1: the SIM group of {@code +CME ERROR}, by number or by text. */
    public static SimState simState(FinalResultCode error) {
        if (error.isCme(14, "busy")) {
            return SimState.BUSY;
        } else if (error.isCme(10, "not inserted")) {
            return SimState.ABSENT;
        } else if (error.isCme(11, "pin required") && !isAnothersLock(error)) {
            return SimState.PIN_NEEDED;
        } else if (error.isCme(12, "puk required") && !isAnothersLock(error)) {
            return SimState.PUK_NEEDED;
        } else if (error.isCme(13, "failure") || error.isCme(15, "wrong")) {
            return SimState.FAILED;
        }
        return SimState.NOT_READY;
    }

    /** {@code PH-SIM PIN required}, {@code network personalization PIN required}: the device's or an operator's lock. */
    private static boolean isAnothersLock(FinalResultCode error) {
        String text = error.text().toLowerCase(Locale.ROOT);
        return text.contains("ph-") || text.contains("personali");
    }

    /** The vendors' own ICCID commands: bare digits or {@code +NAME: 89…}, quoted or not, padded with F or not. */
    public static AtCommand<Optional<String>> readIccid(String line) {
        return AtCommand.line(line)
                .claims(Claim.prefixes("+QCCID:", "+CCID:", "+ICCID:", "+CICCID:")
                        .orFreeText())
                .parsedBy(r -> r.texts().stream()
                        .map(ICCID::matcher)
                        .filter(Matcher::find)
                        .map(m -> m.group(1))
                        .findFirst());
    }

    /** 27.007 §8.18 {@code +CRSM}: EF-ICCID 2FE2 as it is on the card, ten bytes of swapped digits (ETSI 102 221 §13.2). */
    public static AtCommand<Optional<String>> readIccidFile() {
        return AtCommand.line("AT+CRSM=176,12258,0,0,10")
                .claims(Claim.prefixes("+CRSM:"))
                .parsedBy(r -> r.last("+CRSM:").map(AtParameters::of).flatMap(GenericCommands::iccidOfFile));
    }

    private static Optional<String> iccidOfFile(AtParameters p) {
        String hex = p.text(2);
        if (p.number(0).orElse(0) != 144 || !hex.matches("[0-9A-Fa-f]{20}")) {
            return Optional.empty();
        }
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < hex.length(); i += 2) {
            digits.append(hex.charAt(i + 1)).append(hex.charAt(i));
        }
        Matcher matcher = ICCID.matcher(digits);
        return matcher.find() ? Optional.of(matcher.group(1)) : Optional.empty();
    }

    /** 27.007 §8.5 {@code +CSQ}: 0..31 is -113 dBm + 2 dB each; 100..191 TD-SCDMA from -116 dBm; 99 and 199 not known. */
    public static AtCommand<OptionalInt> readSignalQuality() {
        return AtCommand.line("AT+CSQ")
                .claims(Claim.prefixes("+CSQ:"))
                .parsedBy(r -> rssiDbm(
                        AtParameters.of(r.last("+CSQ:").orElse("99")).number(0).orElse(99)));
    }

    private static OptionalInt rssiDbm(int rssi) {
        if (rssi >= 0 && rssi <= 31) {
            return OptionalInt.of(-113 + 2 * rssi);
        }
        return rssi >= 100 && rssi <= 191 ? OptionalInt.of(-116 + rssi - 100) : OptionalInt.empty();
    }

    /** 27.007 §8.69 {@code +CESQ}: rxlev, ber, rscp, ecno, rsrq, rsrp; rsrp 0..97 is -141 dBm + 1 dB each, 255 not known. */
    public static AtCommand<OptionalInt> readExtendedSignalQuality() {
        return AtCommand.line("AT+CESQ").claims(Claim.prefixes("+CESQ:")).parsedBy(r -> {
            OptionalInt rsrp = AtParameters.of(r.last("+CESQ:").orElse("")).number(5);
            boolean known = rsrp.isPresent() && rsrp.getAsInt() >= 0 && rsrp.getAsInt() <= 97;
            return known ? OptionalInt.of(-141 + rsrp.getAsInt()) : OptionalInt.empty();
        });
    }

    /** Puts two readings together. */
    public static Signal signal(OptionalInt rssiDbm, OptionalInt rsrpDbm) {
        return new Signal(rssiDbm, rsrpDbm);
    }

    /** 27.007 §10.1.1 {@code +CGDCONT?}: type and access point name of cid 1, if it is defined. */
    public static AtCommand<Optional<AtParameters>> readContextDefinition() {
        return AtCommand.line("AT+CGDCONT?").claims(Claim.prefixes("+CGDCONT:")).parsedBy(r -> r.texts().stream()
                .map(text -> AtParameters.of(text.substring("+CGDCONT:".length())))
                .filter(p -> p.number(0).orElse(0) == 1)
                .findFirst());
    }

    /** 27.007 §10.1.1 {@code +CGDCONT=1,"IP",…}. */
    public static AtCommand<AtResponse> defineContext(String apn) {
        return plain(AtLine.set("AT+CGDCONT").number(1).quoted("IP").quoted(apn).toString());
    }

    /** 27.007 §8.2 {@code +CFUN?}. */
    public static AtCommand<OptionalInt> readFunctionality() {
        return AtCommand.line("AT+CFUN?")
                .claims(Claim.prefixes("+CFUN:"))
                .parsedBy(r -> AtParameters.of(r.last("+CFUN:").orElse("")).number(0));
    }

    /** 27.007 §8.2 {@code +CFUN}: 1 full, 4 radio off. */
    public static AtCommand<AtResponse> setFunctionality(int value, Duration deadline) {
        return AtCommand.line("AT+CFUN=" + value).deadline(deadline).build();
    }

    /**
     * A line that restarts or switches off, {@code +CFUN=1,1} (27.007 §8.2) or a dialect's own; the answer may not make it, or
     * be {@code NORMAL POWER DOWN} alone (SIM7080).
     */
    public static AtCommand<AtResponse> restart(String line, Duration deadline) {
        return AtCommand.line(line)
                .endsWith(Kind.OK, Kind.POWER_DOWN, Kind.ERROR, Kind.CME_ERROR, Kind.NOT_SUPPORTED)
                .deadline(deadline)
                .build();
    }

    /** A line that has the modem choose its network anew: {@code +COPS=0} (27.007 §7.3) in one of its forms. */
    public static AtCommand<AtResponse> chooseNetwork(String line, Duration deadline) {
        return AtCommand.line(line).deadline(deadline).build();
    }

    /** 27.007 §7.3 {@code +COPS?}: 0 is automatic, 1 manual, 2 deregistered, 4 manual and then automatic. */
    public static AtCommand<OptionalInt> readNetworkChoice() {
        return AtCommand.line("AT+COPS?")
                .claims(Claim.prefixes("+COPS:"))
                .parsedBy(r -> AtParameters.of(r.last("+COPS:").orElse("")).number(0));
    }

    /** 27.007 §10.1.9 {@code +CGATT=0}, {@code =1}. */
    public static AtCommand<AtResponse> setAttached(boolean attached, Duration deadline) {
        return AtCommand.line("AT+CGATT=" + (attached ? 1 : 0))
                .deadline(deadline)
                .build();
    }

    /**
     * 27.007 §8.3 {@code +CPIN="…"}; SIM7080 states 5 s.
     *
     * @param pin 4 to 8 digits; in no message
     * @throws IllegalArgumentException if it is none
     */
    public static AtCommand<AtResponse> enterPin(String pin) {
        if (!pin.matches("[0-9]{4,8}")) {
            throw new IllegalArgumentException("a PIN has 4 to 8 digits and nothing else");
        }
        return AtCommand.line(AtLine.set("AT+CPIN").quoted(pin).toString())
                .confidential(pin)
                .deadline(Duration.ofSeconds(20))
                .build();
    }

    /** {@code +NAME?}: the first number of the answer. */
    public static AtCommand<OptionalInt> readSetting(String name) {
        return AtCommand.line("AT" + name + "?")
                .claims(Claim.prefixes(name + ":"))
                .parsedBy(r -> AtParameters.of(r.last(name + ":").orElse("")).number(0));
    }

    /** 27.007 §10.1.10 {@code +CGACT?}: whether cid 1 is active. */
    public static AtCommand<Boolean> readContextState() {
        return AtCommand.line("AT+CGACT?").claims(Claim.prefixes("+CGACT:")).parsedBy(r -> r.texts().stream()
                .map(text -> AtParameters.of(text.substring("+CGACT:".length())))
                .anyMatch(p -> p.number(0).orElse(0) == 1 && p.number(1).orElse(0) == 1));
    }

    /** 27.007 §10.1.10 {@code +CGACT=1,1} or {@code =0,1}; 150 s at worst (Quectel, SIMCom). */
    public static AtCommand<AtResponse> setContextState(boolean active) {
        return AtCommand.line("AT+CGACT=" + (active ? 1 : 0) + ",1")
                .deadline(Duration.ofSeconds(150))
                .build();
    }

    /** 27.007 §10.1.14 {@code +CGPADDR=1}: quoted or not; an empty list and 0.0.0.0 mean none. */
    public static AtCommand<Optional<Inet4Address>> readAddress() {
        return AtCommand.line("AT+CGPADDR=1")
                .claims(Claim.prefixes("+CGPADDR:"))
                .parsedBy(r -> r.last("+CGPADDR:").map(AtParameters::of).flatMap(p -> Addresses.parse(p.text(1))));
    }
}
