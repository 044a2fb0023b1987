package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.config.AgentConfig.ClockTrust;
import dev.ipcommand.agent.outage.OutageSummary;
import dev.ipcommand.agent.session.LadderTimes;
import java.time.Duration;
import java.util.List;

/** The machine, and what happened lately. */
final class HostChecks {
    private static final Duration DAY = Duration.ofHours(24);
    private static final int FREQUENT = 3;
    /** A JVM that has to swap takes seconds for what takes milliseconds (an estimate for boards of 512 MiB). */
    private static final long LITTLE_MEMORY = 48L << 20;
    /** vcgencmd(1), get_throttled. */
    private static final long UNDER_VOLTAGE_NOW = 1;

    private static final long UNDER_VOLTAGE_SEEN = 1L << 16;

    static final List<Check> ALL = List.of(
            new Check("clock.synchronised", "the clock, for signed commands", HostChecks::clock),
            new Check("memory.free", "memory", HostChecks::memory),
            new Check("power.voltage", "the board's supply", HostChecks::voltage),
            new Check("ladder.budget", "the modem's restarts of the last 24 h", HostChecks::budget),
            new Check("outages.frequent", "the outages of the last 24 h", HostChecks::outages));

    private HostChecks() {}

    private static Finding clock(Facts facts) {
        boolean needed = facts.config()
                .map(config -> !config.keys().isEmpty() && config.signed().clock() != ClockTrust.SYSTEM)
                .orElse(false);
        if (!needed) {
            return Finding.ok("nothing depends on it");
        }
        if (facts.host().clockSynchronised().isEmpty()) {
            return Finding.notChecked("this machine cannot be asked");
        }
        return facts.host().clockSynchronised().get()
                ? Finding.ok("it is synchronised")
                : Finding.warning(
                        "the clock is not synchronised: signed commands may be refused as too old or too new",
                        "timedatectl; sudo systemctl enable --now systemd-timesyncd; is there a way to a time server?");
    }

    private static Finding memory(Facts facts) {
        if (facts.host().memoryFree().isEmpty()) {
            return Finding.notChecked("it cannot be read");
        }
        long free = facts.host().memoryFree().getAsLong();
        String found = (free >> 20) + " MiB available";
        return free < LITTLE_MEMORY
                ? Finding.warning(found, "ps aux --sort=-rss | head; stop what is not needed")
                : Finding.ok(found);
    }

    private static Finding voltage(Facts facts) {
        if (facts.host().throttled().isEmpty()) {
            return Finding.notChecked("this board does not tell");
        }
        long bits = facts.host().throttled().getAsLong();
        String next =
                "take a stronger supply and a short cable; a modem draws up to 2 A while it sends: give it its own";
        if ((bits & UNDER_VOLTAGE_NOW) != 0) {
            return Finding.problem("the voltage is too low at this moment", next);
        }
        return (bits & UNDER_VOLTAGE_SEEN) != 0
                ? Finding.warning("the voltage was too low since the board was started", next)
                : Finding.ok("the voltage was never too low");
    }

    private static Finding budget(Facts facts) {
        // The agent counts them all; what it wrote down with its outages is known without it too.
        long resets = Math.max(
                OutageSummary.resetsWithin(facts.outages(), DAY, facts.now()),
                facts.agent().status().map(status -> status.recovery().resets()).orElse(0L));
        String found = resets + " of " + LadderTimes.MULTI_IMSI.resets() + " in 24 h";
        return resets >= LadderTimes.MULTI_IMSI.resets()
                ? Finding.problem(
                        found + ": the agent restarts the modem no more until the oldest is a day ago",
                        "the cause is elsewhere: see the other checks, and ipcommand status --outages")
                : Finding.ok(found);
    }

    private static Finding outages(Facts facts) {
        long count = OutageSummary.begunWithin(facts.outages(), DAY, facts.now());
        String found = count + " in 24 h";
        return count >= FREQUENT
                ? Finding.warning(found, "ipcommand status --outages; signal, power supply and antenna first")
                : Finding.ok(found);
    }
}
