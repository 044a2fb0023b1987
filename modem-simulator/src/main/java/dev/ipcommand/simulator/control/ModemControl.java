package dev.ipcommand.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.simulator.at.PacedOutput;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Mischief;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.Radio;
import dev.ipcommand.simulator.core.SimState;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.util.function.Supplier;

/** Answers control requests. Used on the modem's timeline only. */
public final class ModemControl {
    /** The PIN of a card that is locked without saying with which. */
    public static final String DEFAULT_PIN = "1234";

    private static final int DEFAULT_SECONDS = 10;
    private static final int MOST_SECONDS = 86_400;

    private final Modem modem;
    private final Mischief mischief;
    private final Mischief.Hangup hangup;
    private final Supplier<String> port;
    private final PacedOutput output;
    private final ObjectMapper json = new ObjectMapper();

    /** Control over a modem, its faults and its port. */
    public ModemControl(
            Modem modem, Mischief mischief, Mischief.Hangup hangup, Supplier<String> port, PacedOutput output) {
        this.output = output;
        this.modem = modem;
        this.mischief = mischief;
        this.hangup = hangup;
        this.port = port;
    }

    /** Takes a fault order. */
    public void order(FaultOrder order) {
        mischief.order(order);
    }

    /** Answers one request: {@code {"ok":true}}, status, or {@code {"error":…}}. */
    public ObjectNode answer(JsonNode request) {
        try {
            if (request.hasNonNull("fault")) {
                order(FaultOrder.parse(request.get("fault").asText(), 0));
            } else if (request.hasNonNull("clear")) {
                clear(request.get("clear").asText());
            } else if (request.path("do").asText("").equals("status")) {
                return status();
            } else {
                run(request);
            }
            return json.createObjectNode().put("ok", true);
        } catch (IllegalArgumentException e) {
            return json.createObjectNode().put("error", e.getMessage());
        }
    }

    private void clear(String name) {
        if (name.equals("all")) {
            modem.parts().faults().active().keySet().forEach(modem.parts().faults()::clear);
            return;
        }
        modem.parts()
                .faults()
                .clear(Fault.find(name).orElseThrow(() -> new IllegalArgumentException("unknown fault: " + name)));
    }

    private void run(JsonNode request) {
        String what = request.path("do").asText("");
        long millis = millis(request);
        switch (what) {
            case "reboot", "power-on" -> modem.start();
            case "power-off" -> modem.cutPower();
            case "power" -> power(request.path("set").asText(""));
            case "sim" -> sim(request.path("set").asText(""));
            case "swap" -> swap(request.path("iccid").asText(""), millis);
            case "context-lost" -> modem.session().lose();
            case "registration-lost" -> modem.search().lose(Radio.Stat.SEARCHING, millis);
            case "hangup" -> hangup.away(millis, request.path("name").asText("").equals("same"));
            case "stall" -> output.stall(millis);
            case "deaf" -> modem.deafFor(millis);
            case "variant" -> modem.parts().variants().set(request.path("set").asText(""));
            default ->
                throw new IllegalArgumentException(
                        "unknown request, allowed: {\"fault\":\"F2\"}, {\"clear\":\"F2\"}, "
                                + "{\"do\":\"reboot|power-on|power-off|power|sim|swap|context-lost|registration-lost|hangup|deaf|stall|variant|status\"}");
        }
    }

    /** What a switch of the gateway's does: the modem has no say in it. */
    private void power(String how) {
        switch (how) {
            case "off" -> modem.cutPower();
            case "on" -> modem.start();
            case "cycle", "reset" -> {
                modem.cutPower();
                modem.start();
            }
            default -> throw new IllegalArgumentException("power: allowed are off, on, cycle, reset");
        }
    }

    /**
     * Sets the SIM's state: {@code ready}, {@code pin}, {@code pin:1234} and the like.
     *
     * @throws IllegalArgumentException naming what is allowed
     */
    public void sim(String state) {
        String[] parts = state.split(":", 2);
        modem.search().setSim(SimState.of(parts[0]), parts.length > 1 ? pin(parts[1]) : DEFAULT_PIN);
    }

    private static String pin(String text) {
        if (!text.matches("[0-9]{4,8}")) {
            throw new IllegalArgumentException("sim: a PIN has 4 to 8 digits");
        }
        return text;
    }

    private void swap(String iccid, long millis) {
        if (!iccid.matches("[0-9]{19,20}")) {
            throw new IllegalArgumentException("swap: an iccid of 19 or 20 digits is needed");
        }
        modem.search().swapCard(iccid, millis);
    }

    private static long millis(JsonNode request) {
        double seconds = request.path("seconds").asDouble(DEFAULT_SECONDS);
        if (!(seconds >= 0 && seconds <= MOST_SECONDS)) {
            throw new IllegalArgumentException("seconds: allowed are 0 to " + MOST_SECONDS);
        }
        return Math.round(seconds * 1000);
    }

    private ObjectNode status() {
        ObjectNode status = json.createObjectNode();
        status.put("model", modem.parts().model().name());
        status.put("port", port.get());
        status.put("power", modem.power().name().toLowerCase(java.util.Locale.ROOT));
        status.put("boots", modem.boots());
        status.put("functionality", modem.functionality());
        status.put("stat", modem.radio().stat().value());
        status.put("sim", modem.parts().sim().state().name().toLowerCase(java.util.Locale.ROOT));
        status.put("pin_tries", modem.parts().sim().pin().left());
        status.put("fplmn", modem.parts().sim().forbidden());
        status.put("fplmn_writes", modem.parts().sim().forbiddenWrites());
        ObjectNode broken = status.putObject("broken");
        modem.outages()
                .all()
                .forEach((kind, cure) -> broken.put(
                        kind.name().toLowerCase(java.util.Locale.ROOT),
                        cure.name().toLowerCase(java.util.Locale.ROOT)));
        status.put("address", modem.session().address());
        status.set("contexts", json.valueToTree(modem.session().contexts()));
        ObjectNode counters = status.putObject("counters");
        counters.put("command_lines", modem.interpreter().lines());
        counters.put("bytes_lost", output.lost());
        counters.put("urcs", modem.terminal().sentUrcs());
        counters.put("urcs_lost", modem.terminal().lostUrcs());
        modem.counters().forEach(counters::put);
        status.set(
                "sockets",
                json.valueToTree(modem.dialects().stream()
                        .map(Dialect::sockets)
                        .flatMap(java.util.List::stream)
                        .toList()));
        status.set("variants", json.valueToTree(modem.parts().variants().describe()));
        ObjectNode active = status.putObject("faults");
        modem.parts().faults().active().forEach((fault, order) -> active.put(fault.name(), order.number()));
        ObjectNode fired = status.putObject("faults_fired");
        modem.parts().faults().fired().forEach((fault, count) -> fired.put(fault.name(), count));
        ObjectNode wrong = status.putObject("violations");
        modem.parts().violations().counts().forEach((violation, count) -> wrong.put(violation.label(), count));
        status.set("violation_log", json.valueToTree(modem.parts().violations().latest()));
        return status;
    }
}
