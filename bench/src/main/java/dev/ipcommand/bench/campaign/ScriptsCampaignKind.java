package dev.ipcommand.bench.campaign;

import java.util.Locale;
import java.util.regex.Pattern;

/** The scripts of a scripts campaign, and how each is to be answered. */
enum ScriptsCampaignKind {
    /** What most scripts are. */
    QUICK("cat", "10s", 4, ": work"),
    FAILING("echo broken; exit 3", "10s", 2, "! internal: exit 3: broken"),
    /** Over its deadline, and so is its child. */
    LATE("sleep 60 & sleep 60", "100ms", 4, ScriptsCampaignKind.TOO_LATE),
    /** Over its deadline, and does not care. */
    STUBBORN("trap '' TERM; while :; do sleep 60; done", "100ms", 4, ScriptsCampaignKind.TOO_LATE),
    /** Leaves a child, and a daemon in a session of its own that holds none of its streams. */
    FORKING("(setsid sh -c 'exec <&- >&- 2>&-; cd /; sleep 60; :' &); sleep 60 & echo forked", "10s", 2, ": forked"),
    /** Tells by which mark the agent's processes are known. */
    MARK("echo $IPCOMMAND_CALL", "10s", 1, ": [0-9a-f]+-[0-9]+");

    /** The second only while every thread is busy with others. */
    private static final String TOO_LATE = "! deadline-exceeded: (not done in 100 ms|waited too long for its turn)";

    private final String body;
    private final String policy;
    private final Pattern answer;

    ScriptsCampaignKind(String body, String deadline, int concurrency, String answer) {
        this.body = body;
        this.policy = "allow = [\"anyone\"]\ndeadline = \"" + deadline + "\"\nqueue = 64\nconcurrency = " + concurrency;
        this.answer = Pattern.compile(answer);
    }

    /** Of a hundred runs in turn: 64 quick, 15 failing, 10 late, 1 stubborn, 10 forking. */
    static ScriptsCampaignKind ofRun(int run) {
        // 37 and 100 have no common divisor: the kinds come mixed, and always in the same order.
        int place = run * 37 % 100;
        if (place < 64) {
            return QUICK;
        } else if (place < 79) {
            return FAILING;
        } else if (place < 89) {
            return LATE;
        }
        return place < 90 ? STUBBORN : FORKING;
    }

    /** The handler's name. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    byte[] script() {
        return ("#!/bin/sh\n" + body + "\n").getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Its table in the agent's configuration. */
    String table() {
        return "[handler." + word() + "]\n" + policy + "\n\n";
    }

    /** Whether an answer, without name and id, is what this script gives. */
    boolean gives(String rest) {
        return answer.matcher(rest).matches();
    }
}
