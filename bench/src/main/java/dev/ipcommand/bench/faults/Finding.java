package dev.ipcommand.bench.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * All samples of a scene on one kind of rig.
 *
 * @param rig {@code bg96/embedded} and the like
 */
record Finding(Scene scene, String rig, List<Sample> samples) {
    /** What falls short: of the promises, of service, of good manners towards the modem; empty = nothing. */
    List<String> shortfalls() {
        List<String> all = new ArrayList<>();
        boolean onInterface = rig.endsWith("interface");
        for (Sample sample : samples) {
            if (!sample.served()) {
                all.add("no service within the time");
            }
            if (!sample.violations().isEmpty()) {
                all.add("violations: " + String.join("; ", sample.violations()));
            }
            scene.bar().noticed().ifPresent(bar -> late("noticed", sample.noticed(), bar)
                    .ifPresent(all::add));
            boolean flows = scene.bar().noLossOnInterface() && onInterface;
            if (flows && sample.lost()) {
                all.add("datagrams were lost on the interface path");
            } else if (sample.lost()) {
                scene.bar().back().ifPresent(bar -> late(
                                "back", sample.back().map(time -> time.minus(scene.away())), bar)
                        .ifPresent(all::add));
            }
        }
        return all.stream().distinct().toList();
    }

    private static Optional<String> late(String what, Optional<Duration> time, Duration bar) {
        if (time.isPresent() && time.get().compareTo(bar) <= 0) {
            return Optional.empty();
        }
        return Optional.of(what + " after " + time.map(Finding::seconds).orElse("never") + " s, promised are "
                + seconds(bar) + " s");
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f", time.toMillis() / 1000.0);
    }

    /** For the table: until it was noticed, then how long nobody was served. */
    String cell() {
        List<Duration> noticed = samples.stream()
                .flatMap(sample -> sample.noticed().stream())
                .sorted()
                .toList();
        List<Duration> back = samples.stream()
                .flatMap(sample -> sample.back().stream())
                .sorted()
                .toList();
        boolean lost = samples.stream().anyMatch(Sample::lost);
        boolean served = samples.stream().allMatch(Sample::served);
        String first = noticed.isEmpty() || scene.when().atStart() ? "" : seconds(middle(noticed)) + " → ";
        String second = !served ? "**not back**" : lost ? spread(back) : "no loss";
        return first + second + (shortfalls().isEmpty() ? "" : " ✗");
    }

    private static Duration middle(List<Duration> sorted) {
        return sorted.get((sorted.size() - 1) / 2);
    }

    private static String spread(List<Duration> sorted) {
        if (sorted.isEmpty()) {
            return "–";
        }
        String low = seconds(sorted.get(0));
        String high = seconds(sorted.get(sorted.size() - 1));
        return seconds(middle(sorted)) + (low.equals(high) ? "" : " (" + low + "–" + high + ")");
    }
}
