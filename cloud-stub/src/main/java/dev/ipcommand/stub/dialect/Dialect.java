package dev.ipcommand.stub.dialect;

/** A platform that serves this API, as the data in which it differs. */
public enum Dialect {
    /** Twilio: basic authentication, X-Twilio-Signature, pages of up to 1000. */
    TWILIO("https://www.twilio.com/docs/errors/", 1000, Credentials.BASIC, CallbackPolicy.TWILIO),
    /** KORE: bearer tokens, kore-signature, pages of at most 100 commands. */
    KORE("https://docs.korewireless.com/errors/", 100, Credentials.BEARER, CallbackPolicy.KORE);

    /** What proves who a request is from. */
    public enum Credentials {
        /** An account SID with its token, or an API key with its secret, in each request. */
        BASIC,
        /** A token that an API client gets for its id and secret, and that expires. */
        BEARER
    }

    private final String moreInfo;
    private final int maxPageSize;
    private final Credentials credentials;

    @SuppressWarnings("ImmutableEnumChecker") // its set is unmodifiable
    private final CallbackPolicy callbacks;

    Dialect(String moreInfo, int maxPageSize, Credentials credentials, CallbackPolicy callbacks) {
        this.moreInfo = moreInfo;
        this.maxPageSize = maxPageSize;
        this.credentials = credentials;
        this.callbacks = callbacks;
    }

    /** Where an error number is explained. */
    public String moreInfo(int code) {
        return moreInfo + code;
    }

    /** Largest page of commands; more is clamped to it. */
    public int maxPageSize() {
        return maxPageSize;
    }

    /** The only credentials it takes. */
    public Credentials credentials() {
        return credentials;
    }

    /** How it calls customers' servers. */
    public CallbackPolicy callbacks() {
        return callbacks;
    }
}
