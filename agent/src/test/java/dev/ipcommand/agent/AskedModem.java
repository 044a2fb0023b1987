package dev.ipcommand.agent;

import dev.ipcommand.modem.AtCounters;
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
import dev.ipcommand.modem.TypedAnswer;
import dev.ipcommand.modem.TypedLine;
import dev.ipcommand.modem.UdpEndpoint;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A modem that people ask; what a session does with one it does not do. */
final class AskedModem implements Modem {
    final List<String> passed = new ArrayList<>();
    final CountDownLatch interrupted = new CountDownLatch(1);
    TypedAnswer answer = new TypedAnswer(List.of("+CSQ: 22,99"), "OK", true);
    SimState sim = SimState.READY;
    boolean deaf;

    @Nullable
    ModemException failing;

    private void ask() throws ModemException, InterruptedException {
        if (failing != null) {
            throw failing;
        }
        if (deaf) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                interrupted.countDown();
                throw e;
            }
        }
    }

    @Override
    public TypedAnswer pass(TypedLine line, Duration patience) throws ModemException, InterruptedException {
        ask();
        passed.add(line + " within " + patience.toSeconds() + " s");
        return answer;
    }

    @Override
    public ModemIdentity identity() {
        return new ModemIdentity("Maker", "M1", "R1", "861107031234561");
    }

    @Override
    public String driver() {
        return "fake";
    }

    @Override
    public String profileName() {
        return "m1";
    }

    @Override
    public AtCounters counters() {
        return AtCounters.NONE;
    }

    @Override
    public SimState readSim() throws ModemException, InterruptedException {
        ask();
        return sim;
    }

    /** Only a card that is ready may be asked for its number. */
    @Override
    public Optional<String> readIccid() throws ModemException {
        if (sim != SimState.READY) {
            throw new ModemException(ModemException.Kind.REFUSED, "SIM PIN required");
        }
        return Optional.of("8988307000000000001");
    }

    @Override
    public Registration readRegistration() {
        return new Registration(Registration.Status.ROAMING, OptionalInt.of(8), OptionalInt.empty());
    }

    @Override
    public Signal readSignal() {
        return new Signal(OptionalInt.of(-71), OptionalInt.empty());
    }

    @Override
    public Optional<Inet4Address> readAddress() {
        return Optional.of((Inet4Address) InetAddress.getLoopbackAddress());
    }

    @Override
    public int consecutiveTimeouts() {
        return 1;
    }

    @Override
    public void onEvent(Consumer<ModemEvent> listener) {}

    @Override
    public void close() {}

    // ---- not a person's business

    @Override
    public Set<Capability> capabilities() {
        throw new AssertionError();
    }

    @Override
    public void initialise(DataSettings settings) {
        throw new AssertionError();
    }

    @Override
    public Inet4Address activate() {
        throw new AssertionError();
    }

    @Override
    public Inet4Address raiseHostContext() {
        throw new AssertionError();
    }

    @Override
    public void deactivate() {
        throw new AssertionError();
    }

    @Override
    public UdpEndpoint openUdp(int localPort, DatagramReceiver receiver) {
        throw new AssertionError();
    }

    @Override
    public void reboot() {
        throw new AssertionError();
    }

    @Override
    public void ping() {
        throw new AssertionError();
    }
}
