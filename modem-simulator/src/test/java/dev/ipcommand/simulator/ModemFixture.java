package dev.ipcommand.simulator;

import dev.ipcommand.simulator.at.PacedOutput;
import dev.ipcommand.simulator.core.Mischief;
import dev.ipcommand.simulator.core.Modem;
import dev.ipcommand.simulator.core.SimCard;
import dev.ipcommand.simulator.core.Timing;
import dev.ipcommand.simulator.dialect.Models;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Faults;
import dev.ipcommand.simulator.fault.Variants;
import dev.ipcommand.simulator.fault.Violations;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A modem in memory: a test is its DTE and its clock. */
final class ModemFixture {
    static final String LOCAL = "127.64.0.23:4001";

    final HandTimeline time = new HandTimeline();
    final FakeNetwork network = new FakeNetwork();
    final FakeUdp udp = new FakeUdp();
    final Faults faults = new Faults();
    final Violations violations = new Violations();
    final Variants variants;
    final Modem modem;
    final Mischief mischief;
    final List<Long> hangups = new ArrayList<>();
    final List<byte[]> chunks = new ArrayList<>();
    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    ModemFixture(String model) {
        this(model, 0);
    }

    ModemFixture(String model, int baud) {
        this(model, baud, new Timing(500, 1500, 300));
    }

    /** With an applet that waits for minutes, divided by a scale. */
    ModemFixture(String model, int appletMinutes, int scale) {
        this(model, 0, new Timing(500, 1500, 300, appletMinutes * 60_000L, scale));
    }

    private ModemFixture(String model, int baud, Timing timing) {
        var data = Models.find(model).orElseThrow();
        variants = new Variants(data.habits().toArray(new String[0]));
        Random random = new Random(1);
        PacedOutput paced = new PacedOutput(this::collect, time, faults, random, baud);
        modem = new Modem(new Modem.Parts(
                data,
                timing,
                variants,
                faults,
                violations,
                time,
                network,
                udp,
                new SimCard("8988307000000000001", violations),
                "861107031234561",
                random,
                paced));
        Models.install(modem);
        mischief = new Mischief(modem, (millis, same) -> hangups.add(millis));
        modem.start();
    }

    /** A modem that has booted, without echo, with URCs on this port. */
    static ModemFixture booted(String model) {
        ModemFixture fixture = new ModemFixture(model);
        fixture.time.advance(1000);
        fixture.say("ATE0");
        if (model.equals("bg96") || model.equals("ec25")) {
            fixture.say("AT+QURCCFG=\"urcport\",\"uart1\"");
            if (model.equals("ec25")) {
                fixture.say("AT+QURCCFG=\"urcport\",\"usbat\"");
            }
        }
        fixture.taken();
        return fixture;
    }

    /** The same, registered, with a UDP socket on port 4001. */
    static ModemFixture listening(String model, boolean push) {
        ModemFixture fixture = booted(model);
        fixture.time.advance(2000);
        if (model.equals("sim7600")) {
            fixture.say("AT+NETOPEN");
            fixture.time.advance(500);
            fixture.say("AT+CIPRXGET=" + (push ? 0 : 1));
            fixture.say("AT+CIPOPEN=0,\"UDP\",,,4001");
        } else if (model.equals("sim7080")) {
            fixture.say("AT+CNACT=0,1");
            fixture.time.advance(500);
            fixture.say("AT+CASRIP=1");
            fixture.say("AT+CASERVER=0,0,\"UDP\",4001," + (push ? 1 : 0));
            fixture.say("AT+CACFG=\"REMOTEADDR\",0,127.64.0.1,6767");
        } else {
            fixture.say("AT+QIACT=1");
            fixture.time.advance(500);
            fixture.say("AT+QIOPEN=1,0,\"UDP SERVICE\",\"127.0.0.1\",0,4001," + (push ? 1 : 0));
        }
        fixture.time.advance(100);
        fixture.taken();
        return fixture;
    }

    private void collect(byte[] bytes) {
        chunks.add(bytes);
        output.writeBytes(bytes);
    }

    /** Sends a command line and lets what is due happen. */
    void say(String line) {
        send((line + "\r").getBytes(StandardCharsets.ISO_8859_1));
    }

    void send(byte[] bytes) {
        modem.receive(bytes);
        time.settle();
    }

    /** Sends a command line and takes what has come since the last look. */
    String ask(String line) {
        say(line);
        return taken();
    }

    /** What has come since the last look, one character a byte. */
    String taken() {
        String text = output.toString(StandardCharsets.ISO_8859_1);
        output.reset();
        return text;
    }

    void arrive(byte[] payload) {
        udp.arrive(LOCAL, payload);
        time.settle();
    }

    void fault(String order) {
        mischief.order(FaultOrder.parse(order, 0));
        time.settle();
    }

    static byte[] latin(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
