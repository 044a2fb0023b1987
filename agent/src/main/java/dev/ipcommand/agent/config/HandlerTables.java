package dev.ipcommand.agent.config;

import dev.ipcommand.agent.config.AgentConfig.HandlerPolicy;
import dev.ipcommand.agent.config.AgentConfig.Route;
import dev.ipcommand.modem.gpio.LineSpec;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the tables that occur any number of times: {@code [handler.NAME]}, {@code [[route]]}, {@code [key.ID]}. */
final class HandlerTables {
    private static final String ANYONE = "anyone";
    private static final String SIGNED = "signed";
    private static final String SETTINGS = "settings";
    /** Built-ins that tell nothing worth hiding: a new device must answer its first ping without a policy. */
    private static final Set<String> OPEN = Set.of("ping", "echo", "help", "status");

    /** What interrupts the service is for those who can prove who they are. */
    private static final Set<String> SIGNED_ONLY = Set.of("reboot", "restart-agent", "restart-modem");

    private HandlerTables() {}

    static Map<String, AgentConfig.Gpio> gpio(TableReader top) {
        TableReader all = top.table(Settings.GPIO.name());
        Map<String, AgentConfig.Gpio> lines = new LinkedHashMap<>();
        Map<Integer, String> names = new LinkedHashMap<>();
        for (String name : named(all, Settings.GPIO_NAME)) {
            TableReader table = all.table(name);
            UnknownKeys.note(table, Settings.GPIO.keys());
            table.require(Settings.GPIO_LINE).ifPresent(line -> {
                String other = names.putIfAbsent(line, name);
                if (other != null) {
                    table.problem(
                            table.placeOf(Settings.GPIO_LINE.key()),
                            Settings.GPIO_LINE.key(),
                            "the same line as " + other + ", allowed is one name per line");
                }
                LineSpec.Pull pull = table.get(Settings.GPIO_PULL);
                LineSpec.Direction direction = table.get(Settings.GPIO_DIRECTION);
                if (direction == LineSpec.Direction.OUT && pull != LineSpec.Pull.OFF) {
                    table.problem(
                            table.placeOf(Settings.GPIO_PULL.key()),
                            Settings.GPIO_PULL.key(),
                            "an output has no resistor, allowed is \"off\"");
                }
                lines.put(name, new AgentConfig.Gpio(line, direction, table.get(Settings.GPIO_SAFE), pull));
            });
        }
        return lines;
    }

    static Map<String, AgentConfig.Key> keys(TableReader top) {
        TableReader all = top.table(Settings.KEY.name());
        Map<String, AgentConfig.Key> keys = new LinkedHashMap<>();
        for (String id : named(all, Settings.KEY_ID)) {
            TableReader table = all.table(id);
            UnknownKeys.note(table, Settings.KEY.keys());
            String algorithm = table.get(Settings.KEY_ALGORITHM);
            table.require(Settings.KEY_FILE).ifPresent(file -> keys.put(id, new AgentConfig.Key(algorithm, file)));
        }
        return keys;
    }

    static Map<String, HandlerPolicy> policies(TableReader top) {
        TableReader all = top.table(Settings.HANDLER.name());
        Set<String> principals = new LinkedHashSet<>(List.of(ANYONE, SIGNED));
        // By name, not by what was read: a key with a mistake of its own is not also an unknown one.
        top.at(Settings.KEY.name()).map(ConfigNode::table).ifPresent(keys -> principals.addAll(keys.keySet()));
        Map<String, HandlerPolicy> policies = new LinkedHashMap<>();
        for (String name : named(all, Settings.HANDLER_NAME)) {
            policies.put(name, policy(name, all.table(name), principals));
        }
        return policies;
    }

    /** The names of the tables below; a wrong one is noted, and read all the same. */
    private static List<String> named(TableReader all, ValueType<String> type) {
        List<String> names = new ArrayList<>();
        all.entries().forEach((name, node) -> {
            try {
                type.read(name);
            } catch (ValueType.Refusal e) {
                all.problem(node, name, e.what() + ", allowed is " + type.allowed());
            }
            names.add(name);
        });
        return names;
    }

    private static HandlerPolicy policy(String name, TableReader table, Set<String> principals) {
        List<String> known = new ArrayList<>(Settings.HANDLER.keys());
        known.add(SETTINGS);
        UnknownKeys.note(table, known);
        List<String> allow = new ArrayList<>();
        for (ConfigNode entry : table.get(Settings.HANDLER_ALLOW)) {
            String who = (String) entry.value();
            noteStranger(table, entry, principals);
            if (who.equals(ANYONE) && SIGNED_ONLY.contains(name)) {
                table.problem(
                        entry,
                        "allow",
                        "\"anyone\" could restart this device, allowed are \"signed\" and ids of [key.ID] tables");
            }
            allow.add(who);
        }
        if (table.at(Settings.HANDLER_ALLOW.key()).isEmpty() && OPEN.contains(name)) {
            allow.add(ANYONE);
        }
        return new HandlerPolicy(
                allow,
                table.get(Settings.HANDLER_DEADLINE),
                table.get(Settings.HANDLER_CONCURRENCY),
                table.get(Settings.HANDLER_QUEUE),
                table.get(Settings.HANDLER_REPLY),
                table.get(Settings.HANDLER_REPEATABLE),
                table.get(Settings.HANDLER_WITHOUT_CLOCK),
                table.get(Settings.HANDLER_MEMORY),
                settings(table.table(SETTINGS)));
    }

    /** Notes an entry of an allow list that is none of the principals. */
    static void noteStranger(TableReader table, ConfigNode entry, Set<String> principals) {
        String who = (String) entry.value();
        if (!principals.contains(who)) {
            String near = Spelling.nearest(who, principals)
                    .map(word -> " (did you mean " + Toml.quoted(word) + "?)")
                    .orElse("");
            table.problem(
                    entry,
                    "allow",
                    ConfigNode.shown(who) + " is nobody" + near + ", allowed is "
                            + Settings.HANDLER_ALLOW.type().allowed());
        }
    }

    private static Map<String, String> settings(TableReader table) {
        Map<String, String> settings = new LinkedHashMap<>();
        table.entries().forEach((key, node) -> {
            if (node.value() instanceof String text) {
                settings.put(key, text);
            } else {
                table.problem(node, key, "is " + ConfigNode.kindOf(node.value()) + ", allowed is a text in quotes");
            }
        });
        return settings;
    }

    static List<Route> routes(TableReader top, Problems problems) {
        Optional<ConfigNode> found = top.at(Settings.ROUTE.name());
        List<Route> routes = new ArrayList<>();
        List<ConfigNode> nodes = found.map(ConfigNode::list).orElse(List.of());
        if (found.isPresent() && found.get().list() == null) {
            top.problem(
                    found.get(),
                    Settings.ROUTE.name(),
                    "is " + ConfigNode.kindOf(found.get().value())
                            + ", allowed are tables [[route]] with two brackets");
        }
        Map<String, Integer> lines = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            ConfigNode node = nodes.get(i);
            TableReader table = new TableReader("route[" + i + "]", node, problems);
            if (node.table() != null) {
                route(table, node, lines).ifPresent(routes::add);
            }
        }
        return routes;
    }

    private static Optional<Route> route(TableReader table, ConfigNode node, Map<String, Integer> lines) {
        UnknownKeys.note(table, Settings.ROUTE.keys());
        Optional<byte[]> prefix = prefix(table, node);
        prefix.map(HexFormat.of()::formatHex).ifPresent(hex -> {
            Integer earlier = lines.putIfAbsent(hex, node.line());
            if (earlier != null) {
                String key = table.at("prefix").isPresent() ? "prefix" : "prefix_hex";
                table.problem(
                        table.placeOf(key),
                        key,
                        "the same prefix as the route in line " + earlier + ", allowed is one route per prefix");
            }
        });
        Optional<String> handler = table.require(Settings.ROUTE_HANDLER);
        AgentConfig.ReplyMode reply = table.get(Settings.ROUTE_REPLY);
        return prefix.flatMap(bytes -> handler.map(name -> new Route(bytes, name, reply)));
    }

    private static Optional<byte[]> prefix(TableReader table, ConfigNode node) {
        boolean text = table.at(Settings.ROUTE_PREFIX.key()).isPresent();
        boolean hex = table.at(Settings.ROUTE_PREFIX_HEX.key()).isPresent();
        if (text == hex) {
            ConfigNode where = text ? table.placeOf(Settings.ROUTE_PREFIX_HEX.key()) : node;
            table.problem(
                    where,
                    text ? Settings.ROUTE_PREFIX_HEX.key() : Settings.ROUTE_PREFIX.key(),
                    (text ? "stands beside prefix" : "is missing")
                            + ", allowed is exactly one of prefix and prefix_hex");
            return Optional.empty();
        }
        return table.find(text ? Settings.ROUTE_PREFIX : Settings.ROUTE_PREFIX_HEX);
    }
}
