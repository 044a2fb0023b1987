package dev.ipcommand.agent.config;

import dev.ipcommand.agent.system.FileTrust;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.ModemProfile.Repair;
import dev.ipcommand.modem.connection.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads {@code modem.profiles}: each {@code *.toml} in it describes one modem model, by a dialect that is known. In the order of
 * the file names, which is the order in which they are asked whether they fit.
 *
 * <p>A file has the modem run whatever it says, so nobody but root, the agent's user and the configuration's owner may be able
 * to change it.
 */
final class ModemFiles {
    /** A model is described in a page; anything near this is another file. */
    private static final int MAX_BYTES = 64 * 1024;

    private static final int MAX_FILES = 64;

    private ModemFiles() {}

    /**
     * The profiles of all files; none if there is no such directory.
     *
     * @param ours what the people belong to who may change it beside root and this process's user: the owners of these
     * @throws ConfigException with all problems of the first file that has any
     */
    static List<ModemProfile> load(Path directory, List<Path> ours) throws ConfigException {
        List<Path> files = list(directory);
        if (files.isEmpty()) {
            return List.of();
        }
        checkTrust(directory, files, ours);
        List<ModemProfile> profiles = new ArrayList<>();
        for (Path file : files) {
            profiles.add(read(file));
        }
        return profiles;
    }

    private static List<Path> list(Path directory) throws ConfigException {
        if (Files.notExists(directory)) {
            return List.of();
        }
        Problems problems = new Problems(directory);
        List<Path> files = List.of();
        try (Stream<Path> found = Files.list(directory)) {
            files = found.filter(file -> file.getFileName().toString().endsWith(".toml"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted(Comparator.comparing(file -> file.getFileName().toString()))
                    .limit(MAX_FILES + 1L)
                    .toList();
        } catch (IOException e) {
            problems.addForFile("modem.profiles cannot be read: " + e.getClass().getSimpleName()
                    + ", allowed is a directory that the agent may read, or none");
        }
        if (files.size() > MAX_FILES) {
            problems.addForFile("has more than " + MAX_FILES + " files, allowed are " + MAX_FILES);
        }
        problems.throwIfAny();
        return files;
    }

    private static void checkTrust(Path directory, List<Path> files, List<Path> ours) throws ConfigException {
        try {
            FileTrust trust = new FileTrust(owners(ours));
            Problems problems = new Problems(directory);
            trust.directoryProblem(directory).ifPresent(problems::addForFile);
            problems.throwIfAny();
            for (Path file : files) {
                Problems own = new Problems(file);
                trust.problem(file).ifPresent(own::addForFile);
                own.throwIfAny();
            }
        } catch (IOException e) {
            Problems problems = new Problems(directory);
            problems.addForFile("cannot tell who may change it: " + e.getMessage());
            problems.throwIfAny();
        }
    }

    private static Set<Integer> owners(List<Path> ours) throws IOException {
        Set<Integer> owners = new HashSet<>();
        owners.add((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        for (Path path : ours) {
            if (Files.exists(path)) {
                owners.add((Integer) Files.getAttribute(path, "unix:uid"));
            }
        }
        return owners;
    }

    /** One file; who may change it is not looked at. */
    static ModemProfile read(Path file) throws ConfigException {
        Problems problems = new Problems(file);
        ConfigNode root = TomlFile.read(file, MAX_BYTES, problems);
        problems.throwIfAny();
        TableReader table = new TableReader("", root, problems);
        UnknownKeys.note(table, ModemFileSettings.KEYS);
        Optional<String> dialect = table.require(ModemFileSettings.DIALECT);
        Optional<String> name = table.require(ModemFileSettings.NAME);
        Optional<String> models = table.require(ModemFileSettings.MODELS);
        Optional<ModemProfile> base = dialect.flatMap(known -> base(table, known));
        // Without a dialect there is nothing to build on, but every other problem is still to be found.
        ModemProfile.Builder builder =
                base.orElse(Dialects.profiles("generic").get(0)).change();
        name.ifPresent(builder::name);
        models.ifPresent(builder::models);
        change(table, builder);
        times(table.table(ModemFileSettings.TIMES_TABLE), builder);
        repairs(table, problems).ifPresent(builder::repairs);
        problems.throwIfAny();
        return builder.build();
    }

    private static Optional<ModemProfile> base(TableReader table, String dialect) {
        List<ModemProfile> known = Dialects.profiles(dialect);
        Optional<String> named = table.find(ModemFileSettings.BASE);
        if (named.isEmpty()) {
            return Optional.of(known.get(known.size() - 1));
        }
        Optional<ModemProfile> found = known.stream()
                .filter(profile -> profile.name().equals(named.get()))
                .findFirst();
        if (found.isEmpty()) {
            String key = ModemFileSettings.BASE.key();
            table.problem(
                    table.placeOf(key),
                    key,
                    ConfigNode.shown(named.get()) + " is not known, allowed for " + dialect + " is "
                            + known.stream()
                                    .map(profile -> Toml.quoted(profile.name()))
                                    .collect(Collectors.joining(" or ")));
        }
        return found;
    }

    private static void change(TableReader table, ModemProfile.Builder builder) {
        table.find(ModemFileSettings.PUSHES).ifPresent(builder::pushesDatagrams);
        table.find(ModemFileSettings.URC_PORT).map(ModemProfile.UrcPorts::all).ifPresent(builder::urcPorts);
        table.find(ModemFileSettings.ICCID).ifPresent(builder::iccid);
        table.find(ModemFileSettings.INIT).ifPresent(builder::init);
        table.find(ModemFileSettings.SEARCH).ifPresent(builder::search);
        table.find(ModemFileSettings.RESTART).ifPresent(builder::restart);
        table.find(ModemFileSettings.POWER_OFF).ifPresent(builder::powerOff);
        table.find(ModemFileSettings.BOOT).ifPresent(builder::boot);
        table.find(ModemFileSettings.GAP).ifPresent(builder::gap);
        table.find(ModemFileSettings.USB_PORTS).ifPresent(builder::usb);
        for (Setting<List<String>> needed : List.of(ModemFileSettings.SEARCH, ModemFileSettings.RESTART)) {
            if (table.find(needed).filter(List::isEmpty).isPresent()) {
                table.problem(table.placeOf(needed.key()), needed.key(), "is empty, allowed is at least one command");
            }
        }
    }

    private static void times(TableReader table, ModemProfile.Builder builder) {
        UnknownKeys.note(
                table,
                ModemFileSettings.TIMES.values().stream().map(Setting::key).toList());
        ModemFileSettings.TIMES.forEach(
                (what, setting) -> table.find(setting).ifPresent(worst -> builder.patience(what, worst)));
    }

    /** {@code [[repair]]} in place of the base's; empty if there is none. */
    private static Optional<List<Repair>> repairs(TableReader table, Problems problems) {
        String key = ModemFileSettings.REPAIR_TABLE;
        Optional<ConfigNode> node = table.at(key);
        if (node.isEmpty()) {
            return Optional.empty();
        }
        List<ConfigNode> entries = node.get().list();
        if (entries == null) {
            table.problem(
                    node.get(),
                    key,
                    "is " + ConfigNode.kindOf(node.get().value()) + ", allowed are tables that begin with [[" + key
                            + "]]");
            return Optional.empty();
        }
        List<Repair> repairs = new ArrayList<>();
        for (ConfigNode entry : entries) {
            TableReader repair = new TableReader(key, entry, problems);
            UnknownKeys.note(repair, ModemFileSettings.REPAIR_KEYS);
            var setting = repair.require(ModemFileSettings.REPAIR_SETTING);
            var harmful = repair.require(ModemFileSettings.REPAIR_HARMFUL);
            var instead = repair.require(ModemFileSettings.REPAIR_INSTEAD);
            if (setting.isPresent() && harmful.isPresent() && instead.isPresent()) {
                repairs.add(new Repair(setting.get(), harmful.get(), instead.get()));
            }
        }
        return Optional.of(repairs);
    }
}
