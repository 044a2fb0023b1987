package dev.ipcommand.modem.at;

import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.connection.ModemConnection;
import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The commands of all drivers: whatever a method anywhere in them returns, so that a new one is not forgotten. */
final class EveryCommand {
    private static final Duration TIME = Duration.ofSeconds(5);
    private static final ModemProfile PROFILE = profile();

    private EveryCommand() {}

    private static ModemProfile profile() {
        ModemProfile.Builder profile = ModemProfile.of("any", "any");
        for (Patience what : Patience.values()) {
            profile.patience(what, TIME);
        }
        return profile.build();
    }

    /** In the order of their lines. */
    static List<AtCommand<?>> list() {
        List<AtCommand<?>> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(classes())) {
            for (Path file : files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .toList()) {
                String name = classes().relativize(file).toString().replace('/', '.');
                if (!name.contains("package-info")) {
                    collect(Class.forName(name.substring(0, name.length() - ".class".length())), found);
                }
            }
        } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
        found.sort(Comparator.comparing(AtCommand::line));
        return List.copyOf(found);
    }

    private static Path classes() throws URISyntaxException {
        return Path.of(ModemConnection.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    }

    private static void collect(Class<?> type, List<AtCommand<?>> found) throws ReflectiveOperationException {
        for (Method method : type.getDeclaredMethods()) {
            if (!isCommand(type, method)) {
                continue;
            }
            method.setAccessible(true);
            for (Object subject : Modifier.isStatic(method.getModifiers()) ? new Object[1] : subjects(type)) {
                Object made = method.invoke(subject, arguments(method));
                if (made instanceof AtCommand<?> command) {
                    found.add(command);
                }
            }
        }
    }

    /** Not what hands a command on, in the engine. */
    private static boolean isCommand(Class<?> type, Method method) {
        return method.getReturnType() == AtCommand.class
                && !method.isSynthetic()
                && !Modifier.isPrivate(method.getModifiers())
                && !type.getPackage().equals(AtCommand.class.getPackage());
    }

    private static Object[] subjects(Class<?> type) throws ReflectiveOperationException {
        if (type.isEnum()) {
            return type.getEnumConstants();
        }
        Constructor<?> constructor = type.getDeclaredConstructors()[0];
        constructor.setAccessible(true);
        return new Object[] {constructor.newInstance(arguments(constructor.getParameterTypes()))};
    }

    private static @Nullable Object[] arguments(Method method) {
        // A PIN is checked before it becomes a command.
        return method.getName().equals("enterPin") ? new Object[] {"1234"} : arguments(method.getParameterTypes());
    }

    private static @Nullable Object[] arguments(Class<?>... types) {
        return Arrays.stream(types).map(EveryCommand::argument).toArray();
    }

    private static Object argument(Class<?> type) {
        if (type == int.class) {
            return 0;
        } else if (type == boolean.class) {
            return true;
        } else if (type == byte[].class) {
            return new byte[] {'h', 'i'};
        } else if (type == String.class) {
            return "AT+NAME";
        } else if (type == InetSocketAddress.class) {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 6969);
        } else if (type == ModemProfile.class) {
            return PROFILE;
        } else if (type == Duration.class) {
            return TIME;
        } else if (type == List.class) {
            return List.of("1");
        } else if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        throw new IllegalStateException("no argument of type " + type + ": add one here");
    }
}
