package dev.ipcommand.stub.dialect;

/** A platform that serves this API, as the data in which it differs. */
public enum Dialect {
    /** supersim.twilio.com: basic authentication, X-Twilio-Signature, pages of up to 1000. */
    TWILIO("https://www.twilio.com/docs/errors/", 1000);

    private final String moreInfo;
    private final int maxPageSize;

    Dialect(String moreInfo, int maxPageSize) {
        this.moreInfo = moreInfo;
        this.maxPageSize = maxPageSize;
    }

    /** Where an error number is explained. */
    public String moreInfo(int code) {
        return moreInfo + code;
    }

    /** Largest page; more is clamped to it. */
    public int maxPageSize() {
        return maxPageSize;
    }
}
