package dev.ipcommand.agent.link;

import dev.ipcommand.modem.Capability;
import dev.ipcommand.modem.DataSettings;
import dev.ipcommand.modem.DatagramReceiver;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemEvent;
import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemIdentity;
import dev.ipcommand.modem.Registration;
import dev.ipcommand.modem.Signal;
import dev.ipcommand.modem.SimState;
import dev.ipcommand.modem.UdpEndpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A modem whose answers a test sets. */
final class FakeModem implements Modem {
    final List<String> calls = new ArrayList<>();
    Registration.Status registration = Registration.Status.ROAMING;
    SimState sim = SimState.READY;
    Optional<Inet4Address> address = Optional.of(address(100, 64, 3, 7));
    Set<Capability> capabilities = EnumSet.of(Capability.EMBEDDED_UDP, Capability.REPORTS_SOURCE);
    String iccid = "";
    String pin = "";
    boolean clearsForbidden;
    int timeouts;
    boolean endpointOpen = true;
    UdpEndpoint.Outcome outcome = UdpEndpoint.Outcome.SENT;

    @Nullable
    ModemException failing;

    @Nullable
    Consumer<ModemEvent> listener;

    @Nullable
    DatagramReceiver receiver;

    final List<byte[]> sent = new ArrayList<>();

    static Inet4Address address(int a, int b, int c, int d) {
        try {
            return (Inet4Address) InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d});
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private void called(String what) throws ModemException {
        calls.add(what);
        if (failing != null) {
            throw failing;
        }
    }

    @Override
    public ModemIdentity identity() {
        return new ModemIdentity("Maker", "M1", "R1", "000000000000000");
    }

    @Override
    public String driver() {
        return "fake";
    }

    @Override
    public Set<Capability> capabilities() {
        return capabilities;
    }

    @Override
    public void initialise(DataSettings settings) throws ModemException {
        called("initialise " + settings.apn());
    }

    @Override
    public SimState readSim() throws ModemException {
        called("readSim");
        return sim;
    }

    @Override
    public Optional<String> readIccid() {
        return iccid.isEmpty() ? Optional.empty() : Optional.of(iccid);
    }

    @Override
    public Registration readRegistration() throws ModemException {
        called("readRegistration");
        return new Registration(registration, OptionalInt.empty(), OptionalInt.empty());
    }

    @Override
    public Signal readSignal() {
        return new Signal(OptionalInt.of(-71), OptionalInt.empty());
    }

    @Override
    public Inet4Address activate() throws ModemException {
        called("activate");
        return address.orElseThrow(() -> new ModemException(ModemException.Kind.REFUSED, "no address"));
    }

    @Override
    public Inet4Address raiseHostContext() throws ModemException {
        called("raiseHostContext");
        return address.orElseThrow(() -> new ModemException(ModemException.Kind.REFUSED, "no address"));
    }

    @Override
    public Optional<Inet4Address> readAddress() throws ModemException {
        called("readAddress");
        return address;
    }

    @Override
    public void deactivate() throws ModemException {
        called("deactivate");
    }

    @Override
    public UdpEndpoint openUdp(int localPort, DatagramReceiver takes) throws ModemException {
        called("openUdp " + localPort);
        receiver = takes;
        return new Endpoint();
    }

    @Override
    public void reboot() throws ModemException {
        called("reboot");
    }

    @Override
    public void powerOff() throws ModemException {
        called("powerOff");
    }

    @Override
    public void searchAgain() throws ModemException {
        called("searchAgain");
    }

    @Override
    public void reattach() throws ModemException {
        called("reattach");
    }

    @Override
    public boolean cycleRadio(boolean mayClearForbidden) throws ModemException {
        called("cycleRadio, may clear: " + mayClearForbidden);
        return clearsForbidden && mayClearForbidden;
    }

    @Override
    public boolean enterPin(String given) throws ModemException {
        called("enterPin " + given);
        return given.equals(pin);
    }

    @Override
    public void ping() {}

    @Override
    public void onEvent(Consumer<ModemEvent> takes) {
        listener = takes;
    }

    @Override
    public int consecutiveTimeouts() {
        return timeouts;
    }

    @Override
    public void close() {
        calls.add("close");
    }

    private final class Endpoint implements UdpEndpoint {
        @Override
        public int maxSend() {
            return 1460;
        }

        @Override
        public boolean reportsSource() {
            return true;
        }

        @Override
        public Outcome send(InetSocketAddress destination, byte[] payload) throws ModemException {
            called("send to " + destination.getAddress().getHostAddress() + ":" + destination.getPort());
            sent.add(payload);
            return outcome;
        }

        @Override
        public void drain() {
            calls.add("drain");
        }

        @Override
        public boolean verify() {
            return endpointOpen;
        }

        @Override
        public void close() {
            calls.add("close endpoint");
        }
    }
}
