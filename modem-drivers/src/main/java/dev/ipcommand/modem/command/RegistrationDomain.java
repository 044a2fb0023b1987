package dev.ipcommand.modem.command;

import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Registration.Status;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtResponse;
import dev.ipcommand.modem.at.Claim;
import dev.ipcommand.modem.at.text.AtParameters;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The three registrations of 27.007 with their reads and URCs, which share a prefix: the read has the mode in front,
 * {@code +CEREG: 2,5,"1A2B"…}, the URC has not, {@code +CEREG: 5,"1A2B"…}. Area and cell come quoted or bare.
 */
public enum RegistrationDomain {
    /** §10.1.22, evolved packet system. */
    EPS("+CEREG"),
    /** §10.1.20, GPRS. */
    PACKET("+CGREG"),
    /** §7.2, circuit switched: the last resort. */
    CIRCUIT("+CREG");

    private static final Status[] STATUSES = {
        Status.IDLE,
        Status.HOME,
        Status.SEARCHING,
        Status.DENIED,
        Status.UNKNOWN,
        Status.ROAMING,
        Status.LIMITED,
        Status.LIMITED,
        Status.LIMITED,
        Status.HOME,
        Status.ROAMING
    };

    private final String name;

    RegistrationDomain(String name) {
        this.name = name;
    }

    /** How its lines start. */
    public String prefix() {
        return name + ":";
    }

    /**
     * Reads the registration; the last line wins if a URC of the same shape stands before it. Asked every 10 s while serving: 5 s,
     * for a deaf port to be known within half a minute. An answer that is later costs one look.
     */
    public AtCommand<Registration> read() {
        return AtCommand.line("AT" + name + "?")
                .deadline(Duration.ofSeconds(5))
                .claims(Claim.shape(line -> line.startsWith(prefix()) && isReadForm(parameters(line))))
                .parsedBy(this::parseRead);
    }

    /** Asks for URCs and reads with location and reject cause; refused by many a modem (BG96 documents 0, 1, 2 and 4). */
    public AtCommand<AtResponse> enableUrcsWithCause() {
        return AtCommand.line("AT" + name + "=3")
                .deadline(Duration.ofSeconds(9))
                .build();
    }

    /** Asks for URCs with location; what it refuses is polled. */
    public AtCommand<AtResponse> enableUrcs() {
        return AtCommand.line("AT" + name + "=2")
                .deadline(Duration.ofSeconds(9))
                .build();
    }

    /** The registration that a URC tells; empty if the line is none. */
    public Optional<Registration> parseUrc(String line) {
        if (!line.startsWith(prefix())) {
            return Optional.empty();
        }
        AtParameters p = parameters(line);
        return p.number(0).isPresent() && !isReadForm(p) ? Optional.of(registration(p, 0)) : Optional.empty();
    }

    private AtParameters parameters(String line) {
        return AtParameters.of(line.substring(prefix().length()));
    }

    private static boolean isReadForm(AtParameters p) {
        boolean mode = p.number(0).isPresent() && !p.isQuoted(0) && p.requireNumber(0) <= 5;
        return mode && !p.isQuoted(1) && p.text(1).matches("[0-9]|10");
    }

    private Registration parseRead(AtResponse response) {
        String text = response.last(prefix()).orElseThrow(() -> new IllegalArgumentException("no " + name + " line"));
        return registration(AtParameters.of(text), 1);
    }

    /** Fields from {@code <stat>} on: stat, area, cell, AcT, then a rac with {@code +CGREG} alone, cause type, cause. */
    private Registration registration(AtParameters p, int stat) {
        int code = p.requireNumber(stat);
        Status status = code >= 0 && code < STATUSES.length ? STATUSES[code] : Status.UNKNOWN;
        OptionalInt act = p.number(stat + 3);
        // SARA-R5 has been seen sending AcT -1 on LTE.
        OptionalInt technology = act.isPresent() && act.getAsInt() < 0 ? OptionalInt.of(7) : act;
        OptionalInt cause = this == PACKET ? causeAt(p, stat + 5) : OptionalInt.empty();
        return new Registration(status, technology, cause.isPresent() ? cause : causeAt(p, stat + 4));
    }

    /** A type 0 and its cause, an octet of 24.008; 0 is none, and type 1 counts the maker's own, which mean nothing to others. */
    private static OptionalInt causeAt(AtParameters p, int type) {
        int cause = p.number(type + 1).orElse(0);
        boolean told = !p.isQuoted(type) && p.number(type).orElse(-1) == 0 && !p.isQuoted(type + 1);
        return told && cause > 0 && cause <= 255 ? OptionalInt.of(cause) : OptionalInt.empty();
    }
}
