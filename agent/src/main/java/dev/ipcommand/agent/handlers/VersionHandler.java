package dev.ipcommand.agent.handlers;

import dev.ipcommand.handler.CommandContext;
import dev.ipcommand.handler.CommandHandler;
import dev.ipcommand.handler.IpCommand;
import dev.ipcommand.handler.Reply;

/**
 * Answers with the versions of the agent and of Java, the operating system and the architecture, as in
 * {@code 0.1.0, Java 17.0.15, Linux aarch64}: no host name, no kernel.
 *
 * <p>Never blocks; any thread.
 */
public final class VersionHandler implements CommandHandler {
    /** So that no value from outside makes the answer longer than an unsigned caller may get. */
    private static final int MAX_PART = 30;

    private final Reply answer;

    /**
     * What is answered.
     *
     * @param agent the agent's version
     * @param java the Java version, without its vendor
     * @param system the operating system's name
     * @param architecture as {@code os.arch} has it
     */
    public record Versions(String agent, String java, String system, String architecture) {
        /** With what this process runs on. */
        public static Versions here(String agent) {
            return new Versions(
                    agent,
                    System.getProperty("java.version", "unknown"),
                    System.getProperty("os.name", "unknown"),
                    System.getProperty("os.arch", "unknown"));
        }
    }

    public VersionHandler(Versions versions) {
        answer = Reply.text(cut(versions.agent()) + ", Java " + cut(versions.java()) + ", " + cut(versions.system())
                + " " + cut(versions.architecture()));
    }

    private static String cut(String text) {
        return text.substring(0, Math.min(text.length(), MAX_PART));
    }

    @Override
    public Reply handle(IpCommand command, CommandContext context) {
        return answer;
    }
}
