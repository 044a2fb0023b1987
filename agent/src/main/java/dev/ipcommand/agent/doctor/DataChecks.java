package dev.ipcommand.agent.doctor;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts.Holder;
import dev.ipcommand.agent.doctor.Telling.Name;
import dev.ipcommand.agent.session.Phase;
import java.net.Inet4Address;
import java.util.List;
import java.util.stream.Collectors;

/** From the network to the listener: context, address, interface, route, port. */
final class DataChecks {
    private static final Check INTERFACE =
            new Check("data.interface", "the network interface", DataChecks::networkInterface);
    private static final Check NAT = new Check("data.nat", "whether the modem translates addresses", DataChecks::nat);
    private static final Check PORT = new Check("data.port", "who has the listening port", DataChecks::port);
    private static final Check ADDRESS = new Check("data.address", "the session's address", DataChecks::address);
    private static final List<Check> CAUSES = List.of(INTERFACE, NAT, PORT, ADDRESS);

    static final List<Check> ALL = List.of(
            INTERFACE,
            NAT,
            PORT,
            ADDRESS,
            new Check("data.context", "the data context", DataChecks::context),
            new Check("data.route", "the way to the gateway", DataChecks::route),
            new Check("data.firewall", "whether a packet filter may drop commands", DataChecks::firewall),
            new Check("data.verified", "whether a datagram has come in", DataChecks::verified));

    private DataChecks() {}

    private static String interfaceName(Facts facts) {
        return facts.config()
                .flatMap(config -> config.session().interfaceName())
                .orElse("");
    }

    private static Finding networkInterface(Facts facts) {
        String name = interfaceName(facts);
        return switch (facts.data().interfaceState()) {
            case "missing" ->
                Finding.problem(
                        "there is no interface " + name,
                        "ip link; whoever raises it (pppd, qmicli, NetworkManager) has to be started");
            case "down" -> Finding.problem("interface " + name + " is down", "sudo ip link set " + name + " up");
            case "up" -> Finding.ok(name + " is up");
            default -> Finding.ok("none is configured");
        };
    }

    private static Finding nat(Facts facts) {
        if (!Session.of(facts).isOnHost() || Session.of(facts).withoutModem()) {
            return Finding.notChecked("the host's addresses are not compared with a modem's");
        }
        String ours = facts.data().interfaceAddress();
        String theirs = facts.modem().tells().get(Name.ADDRESS);
        boolean told = (Session.of(facts).linkWarning() + Session.of(facts).because()).contains("translates addresses");
        if (told || (!ours.isEmpty() && !theirs.isEmpty() && !ours.equals(theirs))) {
            return Finding.problem(
                    "the interface has " + (ours.isEmpty() ? "another address" : ours) + ", the modem "
                            + (theirs.isEmpty() ? "its own" : theirs)
                            + ": the modem hides this host (ECM or RNDIS), and commands end inside it",
                    "use QMI, MBIM or PPP, or session.data_path = \"embedded\"");
        }
        return ours.isEmpty() || theirs.isEmpty()
                ? Finding.notChecked("only one of both is known")
                : Finding.ok("it does not");
    }

    private static Finding port(Facts facts) {
        int port = facts.config().map(config -> config.listener().port()).orElse(0);
        if (!Session.of(facts).isOnHost()) {
            return Finding.notChecked("the socket is the modem's");
        }
        List<Holder> holders = facts.data().portHolders();
        return holders.isEmpty()
                ? Finding.ok("UDP port " + port + " is free, or the agent's")
                : Finding.problem(
                        "UDP port " + port + " is held by "
                                + holders.stream().map(Holder::toString).collect(Collectors.joining(", ")),
                        "stop that program, or set listener.port (and DevicePort in the API)");
    }

    private static Finding address(Facts facts) {
        Session session = Session.of(facts);
        if (session.isIn(Phase.LISTENING)) {
            return Finding.ok(
                    facts.agent().status().map(s -> s.session().address()).orElse(""));
        }
        if (INTERFACE.isTrouble(facts)) {
            return Finding.notChecked("see data.interface");
        }
        String fixed = facts.config()
                .flatMap(config -> config.session().address())
                .map(Inet4Address::getHostAddress)
                .orElse("");
        if (session.isOnHost() && facts.data().interfaceAddress().isEmpty()) {
            String name = interfaceName(facts);
            return fixed.isEmpty() && name.isEmpty()
                    ? Finding.problem(
                            "neither session.interface nor session.address is set, and this host is to have the address",
                            "set session.interface, for example to wwan0")
                    : Finding.problem(
                            fixed.isEmpty()
                                    ? "interface " + name + " has no IPv4 address"
                                    : "this host does not hold " + fixed,
                            "ip addr; whoever raises the interface has to get it an address (DHCP, pppd, qmicli)");
        }
        return session.because().contains("no address")
                ? Finding.problem(
                        "the context is up without an address: " + session.because(),
                        "wait for the ladder; if it stays so: is the Sim's data on in its Fleet?")
                : Finding.ok(facts.data().interfaceAddress());
    }

    private static Finding context(Facts facts) {
        Session session = Session.of(facts);
        if (session.isIn(Phase.LISTENING)) {
            return Finding.ok("it is up");
        }
        if (session.withoutModem() || !NetworkChecks.isRegistered(facts)) {
            return Finding.notChecked("the modem is not registered, or there is none");
        }
        for (Check cause : CAUSES) {
            if (cause.isTrouble(facts)) {
                return Finding.notChecked("see " + cause.id());
            }
        }
        if (ModemChecks.sockets(facts).isTrouble()) {
            return Finding.notChecked("see modem.sockets");
        }
        return session.isIn(Phase.ACTIVATING, Phase.BACKING_OFF, Phase.REGISTERED)
                ? Finding.problem(
                        "registered, but no data: " + session.because() + session.nextTry(),
                        "in the console: is the Sim active, its Fleet's data on, and its limit not reached? is sim.apn right?")
                : Finding.notChecked("nobody has tried");
    }

    /** Loopback serves tests: there the kernel chooses the address freely. */
    private static Finding route(Facts facts) {
        String address = facts.data().interfaceAddress();
        if (!Session.of(facts).isOnHost() || address.isEmpty()) {
            return Finding.notChecked("no address of this host is the session's");
        }
        String source = facts.data().routeSource();
        if (source.equals(address) || address.startsWith("127.")) {
            return Finding.ok("answers leave from " + address);
        }
        String gateway = facts.config()
                .map(AgentConfig::reply)
                .map(reply -> reply.gateway().getHostAddress())
                .orElse("");
        String device = facts.data().holding().isEmpty()
                ? interfaceName(facts)
                : facts.data().holding();
        return Finding.problem(
                (source.isEmpty()
                                ? "there is no route to " + gateway
                                : "answers to " + gateway + " would leave from " + source)
                        + ", not from the session's " + address,
                "sudo ip route replace " + gateway + "/32 dev " + device + " src " + address);
    }

    private static Finding firewall(Facts facts) {
        Session session = Session.of(facts);
        if (!session.isOnHost()) {
            return Finding.ok("the socket is the modem's");
        }
        if (isVerified(facts)) {
            return Finding.ok("datagrams come in");
        }
        return switch (facts.data().firewall()) {
            case ABSENT, OPEN -> Finding.ok("nothing drops what comes in");
            case UNSEEN -> Finding.notChecked("only root can see; sudo nft list ruleset, sudo iptables -S INPUT");
            case MAY_DROP -> {
                int port =
                        facts.config().map(config -> config.listener().port()).orElse(0);
                yield Finding.warning(
                        "there are rules that drop or refuse what comes in, and no command has come in yet",
                        "sudo nft list ruleset; let UDP port " + port + " in on the modem's interface");
            }
        };
    }

    private static boolean isVerified(Facts facts) {
        return facts.agent().status().map(status -> status.link().verified()).orElse(false);
    }

    private static Finding verified(Facts facts) {
        if (!Session.of(facts).isIn(Phase.LISTENING)) {
            return Finding.notChecked("the session is not listening");
        }
        if (isVerified(facts)) {
            return Finding.ok("one has, since the path is up");
        }
        if (firewall(facts).isTrouble()) {
            return Finding.notChecked("see data.firewall");
        }
        int port = facts.config().map(config -> config.listener().port()).orElse(0);
        return Finding.warning(
                "nothing has come in since the path is up: whether it works is not proven",
                "send an IP Command with payload ping to DevicePort " + port);
    }
}
