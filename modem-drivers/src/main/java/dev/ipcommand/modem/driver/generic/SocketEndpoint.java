package dev.ipcommand.modem.driver.generic;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.UdpEndpoint;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import java.lang.System.Logger.Level;
import java.util.function.Supplier;

/**
 * What the sockets of all dialects share: whether ours is gone, asking the modem whether it is, and reading on a URC.
 *
 * <p><b>Threading.</b> As {@link UdpEndpoint}; {@link #lose} and {@link #onUrc} on the URC thread.
 */
public abstract class SocketEndpoint implements UdpEndpoint {
    private static final System.Logger LOG = System.getLogger(SocketEndpoint.class.getName());

    /** Reads what waits in the modem. */
    @FunctionalInterface
    protected interface Reading {
        void readAll() throws ModemException, InterruptedException;
    }

    private final AtChannel channel;
    private final Supplier<AtCommand<Boolean>> isOpen;
    private volatile boolean lost;

    /** @param isOpen asks the modem whether it still holds the socket */
    protected SocketEndpoint(AtChannel channel, Supplier<AtCommand<Boolean>> isOpen) {
        this.channel = channel;
        this.isOpen = isOpen;
    }

    protected final AtChannel channel() {
        return channel;
    }

    protected final boolean isLost() {
        return lost;
    }

    /** The socket is gone, or ours no longer. */
    public final void lose() {
        lost = true;
    }

    @Override
    public final boolean verify() throws ModemException, InterruptedException {
        if (lost) {
            return false;
        }
        try {
            return channel.execute(isOpen.get());
        } catch (AtException.Refused e) {
            return false;
        }
    }

    /** A URC has nobody to tell a failure to: the next one, or the periodic look, reads what is left. */
    protected static void onUrc(Reading reading) {
        try {
            reading.readAll();
        } catch (ModemException e) {
            LOG.log(Level.DEBUG, "drain: {0}", e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
