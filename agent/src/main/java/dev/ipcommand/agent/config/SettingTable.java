package dev.ipcommand.agent.config;

import java.util.List;

/**
 * One table of the configuration.
 *
 * @param name the first part of its header
 * @param kind how often it occurs
 * @param doc what it is about
 * @param settings its keys, in the order of the reference file
 * @param example for a table that occurs any number of times: what the reference file shows, commented out
 */
record SettingTable(String name, Kind kind, String doc, List<Setting<?>> settings, String example) {
    enum Kind {
        /** {@code [name]}, at most once. */
        SINGLE,
        /** {@code [name.ID]}, any number of times. */
        NAMED,
        /** {@code [[name]]}, any number of times, in order. */
        REPEATED
    }

    SettingTable {
        settings = List.copyOf(settings);
    }

    static SettingTable single(String name, String doc, List<Setting<?>> settings) {
        return new SettingTable(name, Kind.SINGLE, doc, settings, "");
    }

    List<String> keys() {
        return settings.stream().map(Setting::key).toList();
    }
}
