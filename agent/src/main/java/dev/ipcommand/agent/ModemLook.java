package dev.ipcommand.agent;

import dev.ipcommand.agent.control.ModemReport;
import dev.ipcommand.agent.link.ModemView;
import dev.ipcommand.modem.AtCounters;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;
import dev.ipcommand.modem.SimState;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads everything that a modem tells of itself, if that is possible soon; else there is what was read last, and how old it is.
 *
 * <p><b>Threading.</b> Any thread; one look at a time, on a thread {@code modem-look} that lives as long as the look.
 */
final class ModemLook {
    /** What was seen. */
    record Seen(ModemReport.Sim sim, ModemReport.Network network, String address, ModemReport.Reading reading) {}

    private final Supplier<ModemView> view;
    private final LongSupplier nanoTime;
    private final Duration soon;
    private @Nullable Seen last;
    private long lastAt;

    /**
     * @param view what the session knows, for want of better
     * @param nanoTime for the age of what was seen
     * @param soon how long the modem may take
     */
    ModemLook(Supplier<ModemView> view, LongSupplier nanoTime, Duration soon) {
        this.view = view;
        this.nanoTime = nanoTime;
        this.soon = soon;
    }

    /** Looks now; what it saw last if the modem does not answer soon. */
    synchronized Seen at(Modem modem, Supplier<String> state) throws InterruptedException {
        FutureTask<Seen> look = new FutureTask<>(() -> read(modem));
        Thread thread = new Thread(look, "modem-look");
        thread.setDaemon(true);
        thread.start();
        try {
            Seen seen = look.get(soon.toMillis(), TimeUnit.MILLISECONDS);
            last = seen;
            lastAt = nanoTime.getAsLong();
            return seen;
        } catch (TimeoutException e) {
            return last("the modem gave no answer within " + soon.toMillis() / 1000.0 + " s: " + state.get());
        } catch (ExecutionException e) {
            return last("the modem was asked in vain: " + reasonOf(e));
        } finally {
            look.cancel(true);
        }
    }

    private static String reasonOf(ExecutionException e) {
        Throwable cause = e.getCause();
        return cause == null ? "for no known reason" : String.valueOf(cause.getMessage());
    }

    /** Without asking. */
    synchronized Seen last(String why) {
        Seen known = last;
        if (known != null) {
            long age = Duration.ofNanos(nanoTime.getAsLong() - lastAt).toMillis();
            return new Seen(known.sim, known.network, known.address, new ModemReport.Reading(false, age, why));
        }
        ModemView told = view.get();
        ModemView.Network network = told.network();
        return new Seen(
                new ModemReport.Sim(told.sim(), told.iccid()),
                new ModemReport.Network(
                        told.registration(),
                        technology(network.accessTechnology()),
                        network.rejectCause(),
                        told.rssiDbm(),
                        network.rsrpDbm()),
                "",
                new ModemReport.Reading(false, -1, why));
    }

    private static Seen read(Modem modem) throws ModemException, InterruptedException {
        SimState sim = modem.readSim();
        String iccid = sim == SimState.READY ? modem.readIccid().orElse("") : "";
        Registration registration = modem.readRegistration();
        Signal signal = modem.readSignal();
        String address =
                modem.readAddress().map(found -> found.getHostAddress()).orElse("");
        return new Seen(
                new ModemReport.Sim(sim.name().toLowerCase(Locale.ROOT).replace('_', ' '), iccid),
                new ModemReport.Network(
                        registration.status().name(),
                        technology(text(registration.accessTechnology())),
                        text(registration.rejectCause()),
                        text(signal.rssiDbm()),
                        text(signal.rsrpDbm())),
                address,
                new ModemReport.Reading(true, 0, ""));
    }

    static ModemReport.Channel channelOf(@Nullable Modem modem) {
        AtCounters counters = modem == null ? AtCounters.NONE : modem.counters();
        return new ModemReport.Channel(
                counters.timeouts(),
                modem == null ? 0 : modem.consecutiveTimeouts(),
                counters.fences(),
                counters.reopenings(),
                counters.strays(),
                counters.droppedLines(),
                counters.droppedUrcs());
    }

    private static String text(OptionalInt number) {
        return number.isPresent() ? String.valueOf(number.getAsInt()) : "";
    }

    /** 27.007 §7.3, {@code <AcT>}; what is not known stays empty. */
    private static String technology(String code) {
        return switch (code) {
            case "" -> "";
            case "0", "1" -> "GSM";
            case "2", "4", "5", "6" -> "UMTS";
            case "3" -> "EDGE";
            case "7" -> "LTE";
            // 27.007 means EC-GSM-IoT, which hardly any network has; modems of the field mean LTE-M by it (BG96 AT
            // manual, +CREG).
            case "8" -> "LTE-M";
            case "9" -> "NB-IoT";
            case "10" -> "LTE (5G core)";
            case "11", "12", "13" -> "5G";
            default -> "AcT " + code;
        };
    }
}
