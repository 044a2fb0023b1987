package dev.ipcommand.modem.driver.generic;

import dev.ipcommand.modem.ModemException;
import dev.ipcommand.modem.ModemProfile;
import dev.ipcommand.modem.Patience;
import dev.ipcommand.modem.at.AtChannel;
import dev.ipcommand.modem.at.AtCommand;
import dev.ipcommand.modem.at.AtException;
import dev.ipcommand.modem.command.ForbiddenNetworks;
import dev.ipcommand.modem.command.ForbiddenNetworks.CardAnswer;
import dev.ipcommand.modem.command.GenericCommands;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The modem's radio: on, off and on again, and searching. However a cycle ends, the radio is on or was told to be: a gateway
 * whose radio stays off is lost.
 */
final class Radio {
    private static final System.Logger LOG = System.getLogger(Radio.class.getName());

    /** A modem that is still on its way down, or whose card is busy, refuses for a while. */
    private static final int TRIES = 5;

    private static final Duration BETWEEN = Duration.ofSeconds(1);

    private final GenericModem modem;
    private final AtChannel channel;
    private final UrcClassifier classifier;
    private final ModemProfile profile;

    Radio(GenericModem modem, AtChannel channel, ModemProfile profile, UrcClassifier classifier) {
        this.modem = modem;
        this.channel = channel;
        this.profile = profile;
        this.classifier = classifier;
    }

    /** Switches the radio on; a timeout is tried once more, a refusal for a few seconds. */
    void on() throws ModemException, InterruptedException {
        AtException.@Nullable TimedOut silence = null;
        for (int i = 0; i < TRIES; i++) {
            if (i > 0) {
                channel.rest(BETWEEN);
            }
            try {
                if (isOnAfterAsking()) {
                    return;
                }
            } catch (AtException.TimedOut e) {
                if (silence != null) {
                    throw e;
                }
                silence = e;
            }
        }
        throw new ModemException(ModemException.Kind.REFUSED, "the radio stays off: CFUN=1 is refused");
    }

    /** A modem that refuses, and does not tell how it stands, is taken at what it is in nearly always: on. */
    private boolean isOnAfterAsking() throws ModemException, InterruptedException {
        classifier.expectBootWords();
        boolean accepted = modem.tryOut(GenericCommands.setFunctionality(1, profile.patience(Patience.RADIO)));
        classifier.expectBootWords();
        return accepted
                || modem.ask(GenericCommands.readFunctionality())
                                .orElse(OptionalInt.empty())
                                .orElse(1)
                        == 1;
    }

    /**
     * Off, the card's forbidden networks, on, search.
     *
     * @return whether the card was written or may have been; what fails after that is logged, for the writing must be known
     */
    boolean cycle(boolean mayClear) throws ModemException, InterruptedException {
        Clearing clearing = new Clearing();
        try {
            try {
                classifier.expectBootWords();
                channel.execute(GenericCommands.setFunctionality(4, profile.patience(Patience.RADIO)));
                clearing.run(mayClear);
            } finally {
                on();
            }
            searchAgain();
        } catch (ModemException e) {
            if (!clearing.written) {
                throw e;
            }
            LOG.log(Level.WARNING, "after the card was written: {0}", e.getMessage());
        }
        return clearing.written;
    }

    /** The first command that is accepted. A modem that refuses all of them but chooses automatically searches already. */
    void searchAgain() throws ModemException, InterruptedException {
        AtException.@Nullable Refused refusal = null;
        for (String line : profile.searchCommands()) {
            try {
                patiently(GenericCommands.chooseNetwork(line, profile.patience(Patience.SEARCH)));
                return;
            } catch (AtException.Refused e) {
                refusal = e;
            }
        }
        OptionalInt choice = modem.ask(GenericCommands.readNetworkChoice()).orElse(OptionalInt.empty());
        if (refusal != null && choice.orElse(-1) != 0) {
            throw refusal;
        }
    }

    /** The same again while the card is busy (27.007 §9.2.1, 14), as it is after its radio came on. */
    private <R> R patiently(AtCommand<R> command) throws ModemException, InterruptedException {
        for (int i = 1; ; i++) {
            try {
                return channel.execute(command);
            } catch (AtException.Refused e) {
                if (i == TRIES || !e.response().result().isCme(14, "busy")) {
                    throw e;
                }
                channel.rest(BETWEEN);
            }
        }
    }

    /** What a card does not tell is left alone; a modem that is dead for good shows when its radio is to come on. */
    private <R> Optional<R> askCard(AtCommand<R> command) throws ModemException, InterruptedException {
        try {
            return Optional.of(patiently(command));
        } catch (AtException.Refused | AtException.Garbled | AtException.TimedOut e) {
            LOG.log(Level.DEBUG, "{0}", e.getMessage());
            return Optional.empty();
        }
    }

    /** One reading of the list, and one writing at most. */
    private final class Clearing {
        private boolean written;

        void run(boolean mayWrite) throws ModemException, InterruptedException {
            Optional<CardAnswer> first = askCard(ForbiddenNetworks.read(ForbiddenNetworks.USUAL_LENGTH));
            if (first.isEmpty()) {
                return;
            }
            OptionalInt wanted = first.get().wantedLength();
            if (wanted.isEmpty()) {
                wanted = askCard(ForbiddenNetworks.readLength()).orElse(OptionalInt.empty());
            }
            int length = wanted.orElse(ForbiddenNetworks.USUAL_LENGTH);
            if (!ForbiddenNetworks.isPlausible(length)) {
                length = ForbiddenNetworks.USUAL_LENGTH;
            }
            boolean named = first.get().namesAny();
            if (!named
                    && (length != ForbiddenNetworks.USUAL_LENGTH || !first.get().isDone())) {
                named = askCard(ForbiddenNetworks.read(length))
                        .map(CardAnswer::namesAny)
                        .orElse(false);
            }
            if (named && mayWrite) {
                write(length);
            }
        }

        private void write(int length) throws ModemException, InterruptedException {
            LOG.log(Level.INFO, "the card names networks as forbidden: clearing its list");
            // Only an answer that says so clears it of having been written.
            written = true;
            try {
                written = channel.execute(ForbiddenNetworks.clear(length)).mayHaveWritten();
            } catch (AtException.Refused e) {
                written = false;
                LOG.log(Level.DEBUG, "{0}", e.getMessage());
            } catch (AtException.Garbled | AtException.TimedOut e) {
                LOG.log(Level.DEBUG, "{0}", e.getMessage());
            }
        }
    }
}
