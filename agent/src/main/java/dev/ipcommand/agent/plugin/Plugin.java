package dev.ipcommand.agent.plugin;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.ArrayList;
import java.util.List;

/**
 * One version of a jar: its class loader, its handlers, and how many calls are in it.
 *
 * <p>Life: handlers are added while it is opened; it serves; {@link #retire} ends that; when it {@link #isDrained} it is
 * closed, once, on a thread that may run foreign code.
 *
 * <p><b>Threading.</b> Calls from any thread; the rest by whoever owns it at the time: the opening thread, then the
 * scanning one, then the closing one.
 */
final class Plugin {
    private static final System.Logger LOG = System.getLogger(Plugin.class.getName());

    private final String jar;
    private final JarCopies.Copy copy;
    private final URLClassLoader loader;
    private final List<ServedHandler> handlers = new ArrayList<>();
    private final Runnable drained;
    private int calls;
    private boolean retired;

    /** @param drained called when the last call has ended after {@link #retire}; on that call's thread, short */
    Plugin(String jar, JarCopies.Copy copy, Runnable drained) throws IOException {
        this.jar = jar;
        this.copy = copy;
        this.drained = drained;
        this.loader = new URLClassLoader(
                "plugin " + jar, new URL[] {copy.file().toUri().toURL()}, new ApiLoader());
    }

    String jar() {
        return jar;
    }

    JarCopies.Copy copy() {
        return copy;
    }

    ClassLoader loader() {
        return loader;
    }

    void add(ServedHandler handler) {
        handlers.add(handler);
    }

    List<ServedHandler> handlers() {
        return List.copyOf(handlers);
    }

    /** Counts a call in; false if it is retired, and the call must not be made. */
    synchronized boolean enter() {
        if (!retired) {
            calls++;
        }
        return !retired;
    }

    void exit() {
        boolean last;
        synchronized (this) {
            calls--;
            last = retired && calls == 0;
        }
        if (last) {
            drained.run();
        }
    }

    /** No call begins from now on. */
    synchronized void retire() {
        retired = true;
    }

    synchronized boolean isDrained() {
        return retired && calls == 0;
    }

    /** Closes the handlers and the class loader. Foreign code: on a thread of its own, whose time is bounded. */
    // What a handler may throw includes a stack overflow and a class that is not there.
    @SuppressWarnings("CatchThrowable")
    void close() {
        for (ServedHandler each : handlers) {
            try {
                each.handler().close();
            } catch (Throwable e) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        jar + ": close() of handler " + each.name() + " failed: " + Foreign.describe(e));
            }
        }
        try {
            loader.close();
        } catch (IOException e) {
            LOG.log(System.Logger.Level.WARNING, jar + ": the copy cannot be closed: " + e.getMessage());
        }
        handlers.clear();
    }
}
