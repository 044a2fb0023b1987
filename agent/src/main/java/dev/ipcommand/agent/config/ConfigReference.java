package dev.ipcommand.agent.config;

/** Prints {@code config/ipcommand.toml}: every table and key with its comment and its default. Pure. */
public final class ConfigReference {
    private static final int WIDTH = 118;

    private ConfigReference() {}

    /** The file's text. Loading it gives the defaults. */
    public static String text() {
        StringBuilder out = new StringBuilder();
        comment(
                out,
                "IP Command Agent: every setting with its default. 'ipcommand config reference' prints this file, "
                        + "'ipcommand config check' checks yours. Every table and key may be left out.");
        for (SettingTable table : Settings.TABLES) {
            out.append('\n');
            comment(out, table.doc());
            boolean once = table.kind() == SettingTable.Kind.SINGLE;
            out.append(once ? "" : "#").append(header(table)).append('\n');
            for (Setting<?> setting : table.settings()) {
                setting(out, table, setting);
            }
            if (table.equals(Settings.HANDLER)) {
                comment(out, "Texts that the handler itself understands.");
                out.append("#[handler.").append(table.example()).append(".settings]\n");
                out.append("#site = \"north\"\n");
            }
        }
        return out.toString();
    }

    private static String header(SettingTable table) {
        return switch (table.kind()) {
            case SINGLE -> "[" + table.name() + "]";
            case NAMED -> "[" + table.name() + "." + table.example() + "]";
            case REPEATED -> "[[" + table.name() + "]]";
        };
    }

    private static void setting(StringBuilder out, SettingTable table, Setting<?> setting) {
        comment(out, setting.doc());
        comment(
                out,
                "Allowed: " + setting.type().allowed() + ". Default: "
                        + setting.fallback().map(Toml::value).orElse("none, it is needed") + "."
                        + (setting.change().isEmpty() ? "" : " Change it: " + setting.change() + "."));
        boolean once = table.kind() == SettingTable.Kind.SINGLE;
        // Not both prefixes at once: the example must load when its comment signs are taken away.
        // A name that is copied from here would be every device's: as an audience it must be this one's own.
        boolean active = once && !setting.equals(Settings.DEVICE_NAME);
        String sign = setting.equals(Settings.ROUTE_PREFIX_HEX) ? "# or: " : active ? "" : "#";
        out.append(sign)
                .append(setting.key())
                .append(" = ")
                .append(example(table, setting))
                .append('\n');
    }

    private static String example(SettingTable table, Setting<?> setting) {
        if (setting.equals(Settings.HANDLER_ALLOW)) {
            return "[\"anyone\"]";
        } else if (setting.equals(Settings.ROUTE_PREFIX_HEX)) {
            return "\"d9d9f7\"";
        } else if (setting.equals(Settings.ROUTE_HANDLER)) {
            return Toml.quoted(table.example());
        } else if (setting.equals(Settings.GPIO_LINE)) {
            return "17";
        } else if (setting.equals(Settings.KEY_FILE)) {
            return Toml.quoted("/etc/ipcommand/keys/" + table.example() + ".pub.pem");
        }
        return setting.fallback().map(Toml::value).orElseThrow();
    }

    /** One paragraph behind comment signs, wrapped between words. */
    private static void comment(StringBuilder out, String text) {
        StringBuilder line = new StringBuilder("#");
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > WIDTH) {
                out.append(line).append('\n');
                line = new StringBuilder("#");
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}
