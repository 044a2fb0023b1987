package dev.ipcommand.bench.faults;

import static dev.ipcommand.bench.faults.Scene.When.LADDER;
import static dev.ipcommand.bench.faults.Scene.When.LOCKED;
import static dev.ipcommand.bench.faults.Scene.When.REPLY_DUE;
import static dev.ipcommand.bench.faults.Scene.When.SERVING;
import static dev.ipcommand.bench.faults.Scene.When.START;

import dev.ipcommand.bench.rig.RigOptions.DataPath;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** All the trouble, as data: F1 to F22 of the simulator, its other faults, and what can be wrong with a SIM. */
public final class Scenes {
    private static final Set<DataPath> BOTH = EnumSet.allOf(DataPath.class);
    private static final Set<DataPath> EMBEDDED = EnumSet.of(DataPath.EMBEDDED);
    /** The simulator activates in 300 ms. */
    private static final long ACTIVATION = 300;

    /** The PIN of the card that asks for one. */
    static final String PIN = "4711";

    private static final String READY = "{\"do\":\"sim\",\"set\":\"ready\"}";

    private final List<Scene> all = new ArrayList<>();

    private final boolean quick;

    private Scenes(boolean quick) {
        this.quick = quick;
    }

    /** Every scene, in the order of the table. */
    public static List<Scene> all() {
        return list(new Scenes(false));
    }

    /** The same with troubles of a few seconds: for a test that asks whether service returns, not when. */
    public static List<Scene> quick() {
        return list(new Scenes(true));
    }

    private static List<Scene> list(Scenes scenes) {
        scenes.atStart();
        scenes.onTheLine();
        scenes.inTheNetwork();
        scenes.withTheModem();
        scenes.withTheSim();
        scenes.forTheLadder();
        return List.copyOf(scenes.all);
    }

    private int seconds(int usual, int shorter) {
        return quick ? shorter : usual;
    }

    private void atStart() {
        start("cold", "nothing: from power to the first answer");
        start("F1", "echo that never ends", "F1");
        start("F2", "one byte a read, up to 20 ms between", "F2");
        start("F3", "URCs inside answers", "F3");
        start("F4", "64 bytes of noise", "F4");
        start("F7", "results 5 s late", "F7:late:" + seconds(5, 2));
        start("F17", "SIM busy, five times", "F17");
        start("F18", "activation takes 20 s", "F18:1:" + seconds(20, 3));
        start("F19", "numeric results (ATV0)", "F19");
        add(new Draft("F21", "socket id in use", START, EMBEDDED, List.of("--fault", "F21")));
    }

    private void onTheLine() {
        add(scene("F6 error", "ERROR for a prompt", SERVING, EMBEDDED, fault("F6:error")));
        add(scene("F6 never", "no prompt", SERVING, EMBEDDED, fault("F6:never")));
        add(scene("F6 silence", "a prompt, then nothing", SERVING, EMBEDDED, fault("F6:silence")));
        add(scene("F8", "no CRLF after pushed data", SERVING, EMBEDDED, fault("F8")));
        add(scene("F9", "two datagrams, one URC", SERVING, EMBEDDED, fault("F9")));
        add(scene("F11", "payloads that look like results and URCs", SERVING, EMBEDDED, fault("F11")));
        add(scene("F12 full", "three sends refused", SERVING, EMBEDDED, fault("F12:3:full")));
        add(scene("F12 gone", "a send finds the socket gone", SERVING, EMBEDDED, fault("F12:1:gone")));
        add(scene("F20", "200 URCs during a send", SERVING, EMBEDDED, fault("F20")));
    }

    private void inTheNetwork() {
        add(scene("F13", "IMSI switch, 5 s without SIM", SERVING, BOTH, fault("F13:" + seconds(5, 2)))
                .lasting(seconds(5, 2)));
        add(scene("F14", "refused by the network for 30 s", SERVING, BOTH, fault("F14:" + seconds(30, 3)))
                .lasting(seconds(30, 3))
                .scaled());
        add(scene("F15", "no network for 30 s", SERVING, BOTH, fault("F15:" + seconds(30, 3)))
                .lasting(seconds(30, 3))
                .scaled());
        add(scene("F22", "another address, no URC", SERVING, EMBEDDED, fault("F22")));
        add(scene("context-lost", "context lost", SERVING, BOTH, fault("context-lost"))
                .promising(Scene.Bar.back(3000 + ACTIVATION)));
        add(scene("endpoint-closed", "socket closed by the modem", SERVING, EMBEDDED, fault("endpoint-closed"))
                .promising(Scene.Bar.back(2000)));
        add(scene(
                        "black-hole 15 s",
                        "datagrams vanish for 15 s",
                        SERVING,
                        BOTH,
                        fault("black-hole:time:" + seconds(15, 3)))
                .lasting(seconds(15, 3)));
    }

    private void withTheModem() {
        add(scene("F5", "reboot with RDY, no word of the sockets", SERVING, BOTH, fault("F5")));
        add(scene("silent-reboot", "reboot without any word, idle", SERVING, BOTH, fault("silent-reboot"))
                .promising(Scene.Bar.noticed(25_000)));
        add(scene(
                        "silent-reboot, reply due",
                        "the same while a reply is due",
                        REPLY_DUE,
                        EMBEDDED,
                        fault("silent-reboot"))
                .promising(Scene.Bar.noticed(5_000)));
        add(scene("F16", "port away for 5 s, another number", SERVING, BOTH, fault("F16:" + seconds(5, 2)))
                .lasting(seconds(5, 2))
                .promising(Scene.Bar.back(5_000 + 1_000).flowing()));
        add(scene(
                        "replug, same name",
                        "port away for 3 s, the same number",
                        SERVING,
                        BOTH,
                        fault("replug:same:" + seconds(3, 1)))
                .lasting(seconds(3, 1))
                .promising(Scene.Bar.back(5_000 + 1_000).flowing()));
        add(scene("deaf 40 s", "AT port silent for 40 s", SERVING, BOTH, fault("deaf:time:" + seconds(40, 4)))
                .lasting(seconds(40, 4))
                .promising(Scene.Bar.noticed(30_000).flowing()));
    }

    private void withTheSim() {
        sim("SIM absent", "SIM out for 6 s", "absent");
        sim("SIM failure", "SIM failure for 6 s", "failure");
        sim("SIM busy", "SIM busy for 6 s", "busy");
        add(scene("card-swap", "another card after 5 s", SERVING, EMBEDDED, fault("card-swap:" + seconds(5, 2)))
                .lasting(seconds(5, 2)));
    }

    private void forTheLadder() {
        add(new Draft("SIM PIN", "cold start with a PIN", LOCKED, BOTH, List.of("--sim", "pin:" + PIN)));
        for (String cure : List.of("attach", "search", "radio", "reboot")) {
            ladder("stuck-data, " + cure, "activation fails until " + cure, "stuck-data:" + cure);
        }
        for (String cure : List.of("search", "radio", "reboot")) {
            ladder("stuck-registration, " + cure, "no network until " + cure, "stuck-registration:2:" + cure);
        }
        ladder("deaf, reboot", "AT port silent until a blind restart", "deaf:reboot");
        ladder("black-hole", "datagrams vanish until the context is raised anew", "black-hole:activate");
    }

    private void start(String name, String what, String... faults) {
        List<String> arguments = new ArrayList<>();
        for (String fault : faults) {
            arguments.addAll(List.of("--fault", fault));
        }
        add(new Draft(name, what, START, BOTH, arguments));
    }

    private void sim(String name, String what, String state) {
        add(new Draft(
                        name,
                        what,
                        SERVING,
                        BOTH,
                        List.of("{\"do\":\"sim\",\"set\":\"" + state + "\"}", "wait " + seconds(6, 2), READY))
                .lasting(seconds(6, 2)));
    }

    private void ladder(String name, String what, String order) {
        add(scene(name, what, LADDER, BOTH, fault(order)).scaled());
    }

    private static String fault(String order) {
        return "{\"fault\":\"" + order + "\"}";
    }

    private static Draft scene(String name, String what, Scene.When when, Set<DataPath> paths, String step) {
        return new Draft(name, what, when, paths, List.of(step));
    }

    private void add(Draft draft) {
        all.add(new Scene(
                draft.name, draft.what, draft.when, draft.steps, draft.away, draft.scaled, draft.paths, draft.bar));
    }

    /** Reads like the table it makes. */
    private static final class Draft {
        private final String name;
        private final String what;
        private final Scene.When when;
        private final Set<DataPath> paths;
        private final List<String> steps;
        private Duration away = Duration.ZERO;
        private boolean scaled;
        private Scene.Bar bar = Scene.Bar.NONE;

        Draft(String name, String what, Scene.When when, Set<DataPath> paths, List<String> steps) {
            this.name = name;
            this.what = what;
            this.when = when;
            this.paths = paths;
            this.steps = steps;
        }

        Draft lasting(int seconds) {
            away = Duration.ofSeconds(seconds);
            return this;
        }

        Draft scaled() {
            scaled = true;
            return this;
        }

        Draft promising(Scene.Bar promise) {
            bar = promise;
            return this;
        }
    }
}
