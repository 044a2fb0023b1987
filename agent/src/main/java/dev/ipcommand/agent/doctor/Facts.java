package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.control.StatusReport;
import dev.ipcommand.agent.outage.Outage;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Everything that was looked at, at one moment. Immutable. What could not be looked at is empty, and never a good value.
 *
 * @param config empty if it cannot be used; then nothing else was looked at
 */
public record Facts(
        Instant now,
        ConfigFile file,
        Optional<AgentConfig> config,
        Agent agent,
        Host host,
        Port port,
        Modem modem,
        Data data,
        Handlers handlers,
        List<Outage> outages) {
    public Facts {
        outages = List.copyOf(outages);
    }

    /** What could be looked at if the configuration cannot be used. */
    public static Facts of(Instant now, ConfigFile file) {
        return new Facts(
                now,
                file,
                Optional.empty(),
                new Agent(Agent.Reach.NONE, "", "", "", Optional.empty(), OptionalLong.empty(), OptionalLong.empty()),
                Host.UNKNOWN,
                Port.NONE,
                Modem.unknown("the configuration cannot be used"),
                Data.UNKNOWN,
                new Handlers(0, 0, List.of()),
                List.of());
    }

    /**
     * The configuration's file and what it names.
     *
     * @param problems of the configuration, each with its place
     * @param mode octal, for example {@code 640}; empty if not known
     * @param keyProblems of the files of {@code [key.ID]}
     */
    public record ConfigFile(Path path, List<String> problems, String mode, List<String> keyProblems) {
        public ConfigFile {
            problems = List.copyOf(problems);
            keyProblems = List.copyOf(keyProblems);
        }
    }

    /**
     * The agent.
     *
     * @param message why it could not be asked; empty if it answered
     * @param version of the one that runs
     * @param ownVersion of this command
     * @param pid of the one that answered
     * @param lockPid who holds the lock in the state directory
     */
    public record Agent(
            Reach reach,
            String message,
            String version,
            String ownVersion,
            Optional<StatusReport> status,
            OptionalLong pid,
            OptionalLong lockPid) {
        /** Whether it could be asked. */
        public enum Reach {
            ANSWERED,
            /** It is there and does not talk to this user. */
            REFUSED,
            /** It is there and does not answer. */
            SILENT,
            NONE
        }
    }

    /**
     * The machine.
     *
     * @param stateTrouble why the state directory cannot be written; empty if it can
     * @param stateFree bytes
     * @param memoryFree bytes that programs can have ({@code MemAvailable})
     * @param throttled the Raspberry Pi firmware's bits
     * @param gpioTrouble why the configured lines cannot be had; empty if they can or there are none
     */
    public record Host(
            String stateTrouble,
            OptionalLong stateFree,
            OptionalLong memoryFree,
            Optional<Boolean> clockSynchronised,
            OptionalLong throttled,
            String gpioTrouble,
            boolean root) {
        static final Host UNKNOWN = new Host(
                "", OptionalLong.empty(), OptionalLong.empty(), Optional.empty(), OptionalLong.empty(), "", false);
    }

    /**
     * The AT port.
     *
     * @param device where it is now; empty if there is none
     * @param missing why there is none, in the words of who looks for it
     * @param usb what modem makers' devices there are on USB
     * @param denied why the agent's user may not open it; empty if it may
     * @param holders who has it open, but for the agent
     * @param consoles the ttys that the kernel's command line gives a console, by name
     */
    public record Port(
            Optional<Path> device,
            String missing,
            List<UsbModem> usb,
            String denied,
            List<Holder> holders,
            Set<String> consoles) {
        static final Port NONE = new Port(Optional.empty(), "", List.of(), "", List.of(), Set.of());

        public Port {
            usb = List.copyOf(usb);
            holders = List.copyOf(holders);
            consoles = Set.copyOf(consoles);
        }
    }

    /**
     * A device of a modem's maker on USB.
     *
     * @param id vendor and product
     * @param place its socket
     */
    public record UsbModem(String id, String place, List<String> ttys) {
        public UsbModem {
            ttys = List.copyOf(ttys);
        }
    }

    /** A process. */
    public record Holder(long pid, String command) {
        @Override
        public String toString() {
            return "pid " + pid + " (" + command + ")";
        }
    }

    /**
     * What the modem tells, or told the agent; see {@link Telling} for the words.
     *
     * @param unknown why nothing is known; empty if something is
     * @param silence what happened when it was asked without an agent; empty if it answered or nobody asked
     * @param asked whether this command asked it itself
     */
    public record Modem(String unknown, String silence, boolean asked, Telling tells) {
        public static Modem unknown(String why) {
            return new Modem(why, "", false, Telling.NOTHING);
        }
    }

    /**
     * The way of datagrams on this host.
     *
     * @param interfaceState of {@code session.interface}: {@code missing}, {@code down} or {@code up}; empty if none is set
     * @param interfaceAddress its IPv4 address, or {@code session.address} if this host holds it; empty if there is none
     * @param holding the interface that holds the session's address; empty if none
     * @param routeSource with which address this host would talk to the gateway; empty if there is no route
     * @param portHolders who has the listening port on an address that is in the way, but for the agent
     */
    public record Data(
            String interfaceState,
            String interfaceAddress,
            String holding,
            String routeSource,
            List<Holder> portHolders,
            Firewall firewall) {
        static final Data UNKNOWN = new Data("", "", "", "", List.of(), Firewall.UNSEEN);

        public Data {
            portHolders = List.copyOf(portHolders);
        }
    }

    /** What could be seen of a packet filter. */
    public enum Firewall {
        ABSENT,
        /** There is a program for one, and only root may ask it. */
        UNSEEN,
        OPEN,
        /** It has rules that drop or refuse what comes in. */
        MAY_DROP
    }

    /**
     * Scripts and jars.
     *
     * @param own how many handlers there are that do not come with the agent
     * @param callable how many of these somebody may call
     * @param problems of those that are not used
     */
    public record Handlers(int own, int callable, List<String> problems) {
        public Handlers {
            problems = List.copyOf(problems);
        }
    }
}
