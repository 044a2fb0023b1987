package dev.ipcommand.simulator.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ipcommand.simulator.at.PacedOutput;
import dev.ipcommand.simulator.core.Dialect;
import dev.ipcommand.simulator.core.Mischief;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.Radio;
import dev.ipcommand.simulator.fault.Fault;
import dev.ipcommand.simulator.fault.FaultOrder;
import java.util.function.LongConsumer;
import java.util.function.Supplier;

/** Answers control requests. Used on the modem's timeline only. */
public final class ModemControl {
    private static final int DEFAULT_SECONDS = 10;
    private static final int MOST_SECONDS = 86_400;

    private final Modem modem;
    private final Mischief mischief;
    private final LongConsumer hangup;
    private final Supplier<String> port;
    private final PacedOutput output;
    private final ObjectMapper json = new ObjectMapper();

    /** Control over a modem, its faults and its port. */
    public ModemControl(
            Modem modem, Mischief mischief, LongConsumer hangup, Supplier<String> port, PacedOutput output) {
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
            case "power-off" -> modem.stop();
            case "context-lost" -> modem.session().lose();
            case "registration-lost" -> modem.loseRegistration(Radio.Stat.SEARCHING, millis);
            case "hangup" -> hangup.accept(millis);
            case "stall" -> output.stall(millis);
            case "deaf" -> modem.deafFor(millis);
            case "variant" -> modem.parts().variants().set(request.path("set").asText(""));
            default ->
                throw new IllegalArgumentException(
                        "unknown request, allowed: {\"fault\":\"F2\"}, {\"clear\":\"F2\"}, "
                                + "{\"do\":\"reboot|power-on|power-off|context-lost|registration-lost|hangup|deaf|stall|variant|status\"}");
        }
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
