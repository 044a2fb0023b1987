package dev.ipcommand.agent.link;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.config.AgentConfig.DataPath;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.UdpEndpoint;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the data path and raises it.
 *
 * <p>{@code auto} is {@code interface} if an interface of this host holds exactly the modem's address, else
 * {@code embedded} if the modem has sockets of its own, else nothing, with the reason and the ways out.
 */
final class LinkBuilder {
    private static final Logger LOG = System.getLogger("link");

    private final AgentConfig config;
    private final InetSocketAddress gateway;
    private final HostAddresses host = new HostAddresses();
    private volatile String warning = "";
    private volatile boolean lastWasEmbedded;

    /**
     * A link, or why there is none.
     *
     * @param problem what the session is told if there is none
     */
    record Built(@Nullable DatagramLink link, Trigger problem, String because) {}

    LinkBuilder(AgentConfig config) {
        this.config = config;
        int port = config.reply().port() == 0
                ? config.listener().port()
                : config.reply().port();
        this.gateway = new InetSocketAddress(config.reply().gateway(), port);
    }

    String warning() {
        return warning;
    }

    boolean lastWasEmbedded() {
        return lastWasEmbedded;
    }

    /** Looks at the routes again: somebody may have done what the warning says. */
    void lookAtRoutes(HostUdpLink link) {
        warnOf(host.routeWarning((Inet4Address) link.local().getAddress(), gateway, "the gateway"));
    }

    private void warnOf(String now) {
        if (!now.equals(warning) && !now.isEmpty()) {
            LOG.log(Level.WARNING, "{0}", now);
        }
        warning = now;
    }

    Built build(@Nullable Modem modem) throws ModemException, InterruptedException {
        lastWasEmbedded = false;
        if (modem == null) {
            return onHost(wantedAddress(), "");
        }
        DataPath path = config.session().dataPath();
        if (path == DataPath.EMBEDDED) {
            return embedded(modem);
        }
        boolean named = config.session().address().isPresent()
                || config.session().interfaceName().isPresent();
        if (path == DataPath.INTERFACE || named) {
            return onInterface(modem.raiseHostContext());
        }
        // Looking first changes nothing in the modem: a context raised for the host could be in the sockets' way.
        Optional<Inet4Address> theirs = modem.readAddress();
        if (theirs.isPresent() && host.interfaceHolding(theirs.get()).isPresent()) {
            return onInterface(theirs.get());
        }
        if (modem.capabilities().contains(Capability.EMBEDDED_UDP)) {
            return embedded(modem);
        }
        return failed("no interface of this host holds the modem's address and driver " + modem.driver()
                + " has no sockets of its own; raise the address with pppd, qmicli, NetworkManager or ModemManager");
    }

    private Built onInterface(Inet4Address theirs) {
        boolean isNamed = config.session().interfaceName().isPresent();
        Optional<Inet4Address> wanted = wantedAddress().or(() -> isNamed ? Optional.empty() : Optional.of(theirs));
        if (wanted.isPresent() && !wanted.get().equals(theirs)) {
            // Told once through the session; the status keeps it.
            warning = "the interface's address is not the modem's: either the modem translates addresses, so commands"
                    + " end inside it, and the way out is QMI, MBIM or PPP, or a mode that gives this host the modem's"
                    + " address; or what raised the interface has to raise it again";
            return failed(warning);
        }
        return onHost(wanted, theirs.getHostAddress());
    }

    private Optional<Inet4Address> wantedAddress() {
        return config.session()
                .address()
                .or(() -> config.session().interfaceName().flatMap(host::addressOf));
    }

    private Built onHost(Optional<Inet4Address> address, String modemAddress) {
        if (address.isEmpty()) {
            return missing(config.session()
                    .interfaceName()
                    .map(host::absence)
                    .orElse("neither session.address nor session.interface is set"));
        }
        // An address that is given must be on the interface that is given.
        Optional<String> on = config.session().interfaceName();
        String trouble = host.trouble(address.get(), on);
        if (!trouble.isEmpty()) {
            return missing(trouble);
        }
        try {
            HostUdpLink link = HostUdpLink.bind(address.get(), config.listener().port(), gateway, on);
            lookAtRoutes(link);
            return up(link, modemAddress.isEmpty() ? "the address is up" : "the interface holds the modem's address");
        } catch (IOException e) {
            return missing(
                    HostUdpLink.holds(address.get())
                            ? PortHolder.describe(config.listener().port())
                            : "this host does not hold the session's address");
        }
    }

    private Built embedded(Modem modem) throws ModemException, InterruptedException {
        if (!modem.capabilities().contains(Capability.EMBEDDED_UDP)) {
            return failed(
                    "driver " + modem.driver() + " has no sockets of its own; set session.data_path = \"interface\"");
        }
        lastWasEmbedded = true;
        warning = "";
        Inet4Address address = modem.activate();
        InetSocketAddress local =
                new InetSocketAddress(address, config.listener().port());
        EmbeddedLink link = new EmbeddedLink(local, gateway);
        UdpEndpoint endpoint = modem.openUdp(config.listener().port(), link);
        link.attach(endpoint);
        return up(link, "the modem's socket is open");
    }

    private static Built up(DatagramLink link, String because) {
        return new Built(link, Trigger.LINK_UP, because);
    }

    private static Built missing(String because) {
        return new Built(null, Trigger.ADDRESS_MISSING, because);
    }

    private static Built failed(String because) {
        return new Built(null, Trigger.FAILED, because);
    }
}
