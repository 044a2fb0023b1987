package dev.ipcommand.bench.faults;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What was found, as Markdown.
 *
 * @param findings in any order
 */
public record FaultsReport(List<Finding> findings, List<String> rigs) {
    /** The table and the promises. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add("| trouble | what happens | " + String.join(" | ", rigs) + " |");
        lines.add("|---|---|" + "---|".repeat(rigs.size()));
        for (Scene scene : scenes()) {
            lines.add("| " + scene.label() + " | " + scene.what() + " | "
                    + rigs.stream().map(rig -> cell(scene, rig)).collect(Collectors.joining(" | ")) + " |");
        }
        lines.add("");
        scenes().stream().filter(scene -> !scene.bar().isNone()).forEach(scene -> lines.add(promise(scene)));
        return lines;
    }

    private List<Scene> scenes() {
        Set<Scene> played = findings.stream().map(Finding::scene).collect(Collectors.toCollection(LinkedHashSet::new));
        return Scenes.all().stream().filter(played::contains).toList();
    }

    private String cell(Scene scene, String rig) {
        return findings.stream()
                .filter(finding ->
                        finding.scene().equals(scene) && finding.rig().equals(rig))
                .map(Finding::cell)
                .findFirst()
                .orElse("");
    }

    private String promise(Scene scene) {
        List<String> parts = new ArrayList<>();
        scene.bar().noticed().ifPresent(time -> parts.add("noticed within " + Finding.seconds(time) + " s"));
        scene.bar()
                .back()
                .ifPresent(time -> parts.add("serving within " + Finding.seconds(time) + " s"
                        + (scene.away().isZero() ? "" : " after its end")));
        if (scene.bar().noLossOnInterface()) {
            parts.add("no loss on the interface path");
        }
        List<String> missed = findings.stream()
                .filter(finding ->
                        finding.scene().equals(scene) && !finding.shortfalls().isEmpty())
                .map(Finding::rig)
                .toList();
        return "- " + scene.label() + ": " + String.join(", ", parts) + ": "
                + (missed.isEmpty() ? "met" : "**missed** on " + String.join(", ", missed));
    }

    /** Scenes after which nobody was served, or in which the agent did what no modem should have to bear. */
    public List<String> broken() {
        return findings.stream()
                .filter(finding -> finding.samples().stream()
                        .anyMatch(sample ->
                                !sample.served() || !sample.violations().isEmpty()))
                .map(finding -> finding.scene().name() + " on " + finding.rig() + ": " + finding.samples())
                .toList();
    }

    /** The scenes that were played. */
    public List<String> played() {
        return findings.stream().map(finding -> finding.scene().name()).toList();
    }

    /** Everything that falls short, with the agent's log. */
    public List<String> shortfalls() {
        List<String> lines = new ArrayList<>();
        for (Finding finding : findings) {
            if (!finding.shortfalls().isEmpty()) {
                lines.add(finding.scene().name() + " on " + finding.rig() + ": "
                        + String.join("; ", finding.shortfalls()));
                finding.samples().stream()
                        .filter(sample -> !new Finding(finding.scene(), finding.rig(), List.of(sample))
                                .shortfalls()
                                .isEmpty())
                        .findFirst()
                        .ifPresent(sample -> sample.log().forEach(line -> lines.add("    " + line)));
            }
        }
        return lines;
    }
}
