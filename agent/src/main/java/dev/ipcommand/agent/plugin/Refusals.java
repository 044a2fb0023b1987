package dev.ipcommand.agent.plugin;

import java.util.Map;
import java.util.TreeMap;

/**
 * What is not used and why: each reason goes to the log once, and again if it changes.
 *
 * <p><b>Threading.</b> Any thread.
 */
final class Refusals {
    private static final System.Logger LOG = System.getLogger(Refusals.class.getName());

    private final Map<String, String> reasons = new TreeMap<>();

    synchronized void put(String subject, String reason) {
        if (!reason.equals(reasons.put(subject, reason))) {
            LOG.log(System.Logger.Level.WARNING, subject + ": " + reason);
        }
    }

    synchronized void clear(String subject) {
        reasons.remove(subject);
    }

    synchronized Map<String, String> snapshot() {
        return Map.copyOf(reasons);
    }
}
