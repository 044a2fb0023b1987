package dev.ipcommand.agent.doctor;

import java.util.List;

/** What commands can do here. */
final class HandlerChecks {
    private static final int SHOWN = 3;

    static final List<Check> ALL = List.of(
            new Check(
                    "handlers.callable",
                    "whether anybody may call this device's own handlers",
                    HandlerChecks::callable),
            new Check("handlers.used", "whether every handler's file is used", HandlerChecks::used),
            new Check("handlers.gpio", "the configured GPIO lines", HandlerChecks::gpio));

    private HandlerChecks() {}

    private static Finding callable(Facts facts) {
        Facts.Handlers handlers = facts.handlers();
        String found = handlers.callable() + " of " + handlers.own() + " may be called by somebody";
        return handlers.own() > 0 && handlers.callable() == 0
                ? Finding.warning(
                        found, "give them an allow in [handler.NAME]; ipcommand handlers list says what to add")
                : Finding.ok(found);
    }

    private static Finding used(Facts facts) {
        List<String> problems = facts.handlers().problems();
        if (problems.isEmpty()) {
            return Finding.ok("all are");
        }
        String shown = String.join("; ", problems.subList(0, Math.min(SHOWN, problems.size())));
        return Finding.warning(
                shown + (problems.size() > SHOWN ? "; and " + (problems.size() - SHOWN) + " more" : ""),
                "ipcommand handlers list");
    }

    private static Finding gpio(Facts facts) {
        String trouble = facts.host().gpioTrouble();
        boolean configured = facts.config()
                .map(config -> !config.gpio().isEmpty() || config.power().isPresent())
                .orElse(false);
        if (!configured) {
            return Finding.ok("none are configured");
        }
        return trouble.isEmpty()
                ? Finding.ok("their chip is there")
                : Finding.problem(
                        trouble,
                        "ls -l /dev/gpiochip*; add the agent's user to group gpio, or remove [gpio] and [power]");
    }
}
