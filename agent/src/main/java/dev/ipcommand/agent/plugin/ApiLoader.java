package dev.ipcommand.agent.plugin;

/**
 * All that a plugin sees of us: {@code dev.ipcommand.handler} and the JDK's own modules. Neither the agent nor its
 * libraries, so a plugin may bring any version of them.
 *
 * <p>One for each plugin: a class loader remembers the names it was asked for.
 */
final class ApiLoader extends ClassLoader {
    private static final String API = "dev.ipcommand.handler.";

    ApiLoader() {
        super("handler-api", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
        if (!name.startsWith(API)) {
            throw new ClassNotFoundException(name);
        }
        return Class.forName(name, false, ApiLoader.class.getClassLoader());
    }
}
