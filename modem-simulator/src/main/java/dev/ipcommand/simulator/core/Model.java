package dev.ipcommand.simulator.core;

import java.util.List;
import java.util.Map;

/**
 * What one modem model is and does differently, as data.
 *
 * @param identification the lines of {@code ATI}
 * @param portKind how this tty counts for URC routing
 * @param boot what it prints when it starts
 * @param bootNuls NUL bytes before that
 * @param defaultErrorFormat {@code +CMEE} after a start
 * @param simNeedsRadio whether the SIM is off in {@code +CFUN=0}
 * @param quotedRegistration whether lac and ci are in quotes
 * @param accessTechnology AcT of {@code +CEREG}
 * @param cellDigits hexadecimal digits of ci
 * @param lineLimit characters of a command line
 * @param habits its {@code key=value} variants
 * @param settings commands that only keep their argument, with its first value
 */
public record Model(
        String name,
        String manufacturer,
        String model,
        String revision,
        List<String> identification,
        PortKind portKind,
        List<String> boot,
        int bootNuls,
        int defaultErrorFormat,
        boolean simNeedsRadio,
        boolean quotedRegistration,
        int accessTechnology,
        int cellDigits,
        int lineLimit,
        List<String> habits,
        Map<String, String> settings) {
    /** The same model on another tty. */
    public Model on(PortKind kind) {
        return new Model(
                name,
                manufacturer,
                model,
                revision,
                identification,
                kind,
                boot,
                bootNuls,
                defaultErrorFormat,
                simNeedsRadio,
                quotedRegistration,
                accessTechnology,
                cellDigits,
                lineLimit,
                habits,
                settings);
    }

    /** How a tty is wired. */
    public enum PortKind {
        /** The module's first UART. */
        UART1,
        /** The AT port of its USB interface. */
        USBAT
    }
}
