package dev.ipcommand.modem.connection;

import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;
import dev.ipcommand.modem.TypedAnswer;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.trace.StepNotes;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Notes what is asked of a modem and what comes of it between the bytes of a recording: {@code @ sim}, {@code ! sim: READY}.
 * With these a recording is a test: the same requests to the same driver must make the same bytes and end the same.
 *
 * <p>A proxy, so that whatever {@link Modem} learns gets through; what is in the table is noted as well. Threading as the modem.
 */
final class NotedModem implements InvocationHandler {
    /** By method: how a transcript calls it. */
    private static final Map<String, String> STEPS = Map.ofEntries(
            Map.entry("initialise", "initialise"),
            Map.entry("readSim", "sim"),
            Map.entry("readIccid", "iccid"),
            Map.entry("readRegistration", "registration"),
            Map.entry("readSignal", "signal"),
            Map.entry("activate", "activate"),
            Map.entry("raiseHostContext", "host"),
            Map.entry("readAddress", "address"),
            Map.entry("deactivate", "deactivate"),
            Map.entry("openUdp", "open"),
            Map.entry("reboot", "reboot"),
            Map.entry("powerOff", "power-off"),
            Map.entry("searchAgain", "search"),
            Map.entry("reattach", "reattach"),
            Map.entry("cycleRadio", "cycle-radio"),
            Map.entry("enterPin", "enter-pin"),
            Map.entry("ping", "ping"),
            Map.entry("pass", "at"),
            Map.entry("send", "send"),
            Map.entry("drain", "drain"),
            Map.entry("verify", "verify"),
            Map.entry("close", "close"));

    /** Opens a modem. */
    @FunctionalInterface
    interface Opening {
        Modem open() throws ModemException, InterruptedException;
    }

    private final Object target;
    private final StepNotes notes;
    private final boolean endpoint;

    private NotedModem(Object target, StepNotes notes) {
        this.target = target;
        this.notes = notes;
        this.endpoint = target instanceof UdpEndpoint;
    }

    /** Opens and identifies a modem, noted as the step {@code attach}. */
    static Modem opened(Opening opening, StepNotes notes) throws ModemException, InterruptedException {
        boolean noted = notes.isOn();
        notes.note(() -> "@ attach");
        try {
            Modem modem = opening.open();
            if (noted) {
                notes.note(() -> "! attach: " + modem.driver() + " " + modem.identity());
            }
            return (Modem) proxy(Modem.class, new NotedModem(modem, notes));
        } catch (ModemException e) {
            if (noted) {
                notes.note(() -> "! attach: " + e.kind());
            }
            throw e;
        }
    }

    /** A modem that is attached already. */
    static Modem of(Modem modem, StepNotes notes) {
        return (Modem) proxy(Modem.class, new NotedModem(modem, notes));
    }

    private static Object proxy(Class<?> type, NotedModem handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, Object @Nullable [] arguments) throws Throwable {
        Object[] given = arguments == null ? new Object[0] : arguments;
        if (method.getName().equals("equals")) {
            return self == given[0];
        }
        String step = method.getName().equals("close") && !endpoint ? null : STEPS.get(method.getName());
        if (step == null) {
            return call(method, noticing(method, given));
        }
        boolean noted = notes.isOn();
        notes.note(() -> ("@ " + step + " " + argumentOf(method, given)).strip());
        try {
            Object result = call(method, noticing(method, given));
            if (noted) {
                notes.note(() -> "! " + step + ": " + outcome(step, result));
            }
            return result instanceof UdpEndpoint opened
                    ? proxy(UdpEndpoint.class, new NotedModem(opened, notes))
                    : result;
        } catch (ModemException e) {
            if (noted) {
                notes.note(() -> "! " + step + ": " + e.kind());
            }
            throw e;
        }
    }

    private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    /** Whoever listens to the modem is listened to as well. */
    @SuppressWarnings("unchecked") // Modem.onEvent takes nothing else
    private Object[] noticing(Method method, Object[] arguments) {
        Object[] given = arguments.clone();
        if (method.getName().equals("onEvent")) {
            Consumer<ModemEvent> listener = (Consumer<ModemEvent>) given[0];
            given[0] = (Consumer<ModemEvent>) event -> {
                notes.note(() -> "! event: " + event.kind());
                listener.accept(event);
            };
        } else if (method.getName().equals("openUdp")) {
            DatagramReceiver receiver = (DatagramReceiver) given[1];
            given[1] = (DatagramReceiver) (payload, source) -> {
                notes.note(() -> "! received: " + payload.length + " " + shown(source));
                receiver.receive(payload, source);
            };
        }
        return given;
    }

    private static String shown(@Nullable InetSocketAddress address) {
        return address == null ? "?" : address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static String argumentOf(Method method, Object[] given) {
        return switch (method.getName()) {
            case "initialise" -> ((DataSettings) given[0]).apn();
            case "openUdp", "cycleRadio" -> given[0].toString();
            case "enterPin" -> "0".repeat(given[0].toString().length());
            case "pass" -> given[0].toString();
            case "send" -> shown((InetSocketAddress) given[0]) + " " + ((byte[]) given[1]).length;
            default -> "";
        };
    }

    private static String outcome(String step, @Nullable Object result) {
        if (result instanceof Registration registration) {
            return registration.status().name();
        } else if (result instanceof Signal signal) {
            return "rssi " + signal.rssiDbm().orElse(0) + " rsrp "
                    + signal.rsrpDbm().orElse(0);
        } else if (result instanceof InetAddress address) {
            return address.getHostAddress();
        } else if (result instanceof Optional<?> optional) {
            return optional.map(value -> outcome(step, value)).orElse("none");
        } else if (result instanceof TypedAnswer answer) {
            return answer.success() ? "ok" : "error";
        }
        return result == null || result instanceof UdpEndpoint ? "done" : result.toString();
    }
}
