package dev.ipcommand.agent.control;

import dev.ipcommand.agent.outage.Outage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/** An agent that says and takes what the test tells it to. */
public final class FakeOperations implements ControlOperations {
    public static final StatusReport REPORT = new StatusReport(
            "1.2.3",
            "2026-01-02T03:04:05Z",
            new StatusReport.Session(
                    "LISTENING", "2026-01-02T03:05:00Z", "address is up", "datagrams", "", "127.64.0.23"),
            new StatusReport.Recovery("rung 3: searches", "2026-01-02T03:10:00Z", true, 2),
            new StatusReport.Link("interface", "127.64.0.23:6969", true, ""),
            new StatusReport.Modem("BG96", "quectel", "/dev/ttyUSB2", "ROAMING", "-71"),
            new StatusReport.Counters(15, 1, 2, 3, 4, 5),
            new StatusReport.Handlers(8, true),
            Map.of("form", 2L, "time", 1L),
            7,
            List.of(new StatusReport.Command("checkin", "ok", 1000, 1001, 1040, 1042)));

    public final List<byte[]> sent = Collections.synchronizedList(new ArrayList<>());
    public volatile StatusReport report = REPORT;
    public volatile Accepted accepted = Accepted.DURABLE;
    public volatile boolean broken;
    public final FakeDesk desk = new FakeDesk();
    public volatile List<Outage> outages = List.of();
    public volatile Map<String, String> knowledge = Map.of();

    @Override
    public StatusReport status() {
        if (broken) {
            throw new IllegalStateException("a secret");
        }
        return report;
    }

    @Override
    public ModemDesk desk() {
        return desk;
    }

    @Override
    public List<Outage> outages() {
        return outages;
    }

    @Override
    public Map<String, String> doctor() {
        return knowledge;
    }

    @Override
    public Accepted send(byte[] payload) {
        sent.add(payload);
        return accepted;
    }
}
