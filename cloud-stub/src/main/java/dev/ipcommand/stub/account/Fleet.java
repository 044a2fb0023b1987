package dev.ipcommand.stub.account;

import dev.ipcommand.stub.webhook.CallbackMethod;
import java.time.Instant;
import java.util.Optional;

/** A group of Sims with common settings; a value, replaced in the {@link Directory} when it changes. */
public record Fleet(String sid, String accountSid, Settings settings, Instant created, Instant updated)
        implements Resource {

    /**
     * What a customer sets.
     *
     * @param data cannot be switched on or off after the creation; the limit can be changed
     * @param profileSid the Network Access Profile
     */
    public record Settings(
            Optional<String> uniqueName, Data data, Webhook ipCommands, SmsCommands smsCommands, String profileSid) {

        /** Everything as the platform sets it if nothing is said. */
        public static Settings of(Optional<String> uniqueName, String profileSid) {
            return new Settings(uniqueName, Data.DEFAULT, Webhook.NONE, SmsCommands.DEFAULT, profileSid);
        }

        /** The same with another webhook for commands from a Sim. */
        public Settings with(Webhook ipCommandsWebhook) {
            return new Settings(uniqueName, data, ipCommandsWebhook, smsCommands, profileSid);
        }

        /** The same with data connections of another kind. */
        public Settings with(Data newData) {
            return new Settings(uniqueName, newData, ipCommands, smsCommands, profileSid);
        }
    }

    /** Data connections: whether there are any, and the limit in megabytes for each Sim and billing period. */
    public record Data(boolean enabled, int limitMegabytes) {
        /** Largest limit: 2 TB. */
        public static final int MAX_LIMIT = 2_000_000;
        /** The documents give 1000 in one place and 250 in another. */
        public static final Data DEFAULT = new Data(true, 1000);
    }

    /** Where messages from a Sim go. */
    public record Webhook(Optional<String> url, CallbackMethod method) {
        public static final Webhook NONE = new Webhook(Optional.empty(), CallbackMethod.POST);
    }

    /** Settings of the other kind of commands: kept and shown, nothing more. */
    public record SmsCommands(boolean enabled, Webhook webhook) {
        public static final SmsCommands DEFAULT = new SmsCommands(true, Webhook.NONE);
    }

    @Override
    public Optional<String> uniqueName() {
        return settings.uniqueName();
    }

    /** Whether its Sims have data connections. */
    public boolean dataEnabled() {
        return settings.data().enabled();
    }

    /** The webhook for commands from its Sims. */
    public Optional<String> ipCommandsUrl() {
        return settings.ipCommands().url();
    }

    /** How that webhook is called. */
    public CallbackMethod ipCommandsMethod() {
        return settings.ipCommands().method();
    }

    /** The same Fleet with other settings. */
    public Fleet with(Settings newSettings, Instant now) {
        return new Fleet(sid, accountSid, newSettings, created, now);
    }
}
