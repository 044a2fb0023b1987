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

    /** Reads the registration; the last line wins if a URC of the same shape stands before it. */
    public AtCommand<Registration> read() {
        return AtCommand.line("AT" + name + "?")
                .claims(Claim.shape(line -> line.startsWith(prefix()) && isReadForm(parameters(line))))
                .parsedBy(this::parseRead);
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

    /** Fields from {@code <stat>} on: stat, area, cell, AcT, cause type, cause; {@code +CGREG} may add a rac after AcT. */
    private static Registration registration(AtParameters p, int stat) {
        int code = p.requireNumber(stat);
        Status status = code >= 0 && code < STATUSES.length ? STATUSES[code] : Status.UNKNOWN;
        OptionalInt act = p.number(stat + 3);
        // SARA-R5 has been seen sending AcT -1 on LTE.
        OptionalInt technology = act.isPresent() && act.getAsInt() < 0 ? OptionalInt.of(7) : act;
        boolean told = p.size() > stat + 5 && p.number(stat + 4).isPresent() && !p.isQuoted(stat + 4);
        return new Registration(status, technology, told ? p.number(stat + 5) : OptionalInt.empty());
    }
}
