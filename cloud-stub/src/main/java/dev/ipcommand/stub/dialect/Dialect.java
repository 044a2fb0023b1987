package dev.ipcommand.stub.dialect;

/** A platform that serves this API, as the data in which it differs. */
public enum Dialect {
    /** Twilio: basic authentication, X-Twilio-Signature, pages of up to 1000. */
    TWILIO("supersim.twilio.com", "https://www.twilio.com/docs/errors/", 1000),
    /** KORE: bearer tokens, kore-signature, pages of at most 100 commands. */
    KORE("supersim.api.korewireless.com", "https://docs.korewireless.com/errors/", 100);

    private final String apiHost;
    private final String moreInfo;
    private final int maxPageSize;

    Dialect(String apiHost, String moreInfo, int maxPageSize) {
        this.apiHost = apiHost;
        this.moreInfo = moreInfo;
        this.maxPageSize = maxPageSize;
    }

    /** The host the platform serves the API under. */
    public String apiHost() {
        return apiHost;
    }

    /** Where an error number is explained. */
    public String moreInfo(int code) {
        return moreInfo + code;
    }

    /** Largest page of commands; more is clamped to it. */
    public int maxPageSize() {
        return maxPageSize;
    }
}
