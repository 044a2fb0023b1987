package dev.ipcommand.bench.fuzz;

import java.nio.file.Path;

/** One fuzz test, and where it lies. A test compares this list with the fuzz tests that there are. */
public enum FuzzTarget {
    /** The engine against a modem that says anything. */
    CHANNEL("modem-drivers", "dev.ipcommand.modem.at.ChannelFuzzTest", "shouldEndEveryCommandWhateverTheModemSays"),
    /** The engine against a modem that answers in order, but when it likes. */
    ORDER("modem-drivers", "dev.ipcommand.modem.at.ChannelFuzzTest", "shouldNeverGiveAResultToAnotherCommand"),
    /** A whole driver on a spoilt transcript. */
    DRIVER(
            "modem-drivers",
            "dev.ipcommand.modem.connection.DriverFuzzTest",
            "shouldSurviveAModemThatDoesNotKeepToItsManual"),
    /** Every command's answer. */
    COMMAND("modem-drivers", "dev.ipcommand.modem.at.CommandFuzzTest", "shouldReadAnyAnswerOrSayThatItCannot"),
    /** Bytes to tokens. */
    LEXER("modem-drivers", "dev.ipcommand.modem.at.LexerFuzzTest", "shouldGiveTheSameTokensHoweverTheStreamIsCut"),
    /** Any datagram. */
    DECODER("agent", "dev.ipcommand.agent.command.DecoderFuzzTest", "shouldSayWhatEveryDatagramIs"),
    /** Any token. */
    TOKEN("agent", "dev.ipcommand.agent.security.TokenFuzzTest", "shouldAcceptNothingThatNobodySigned"),
    /** A token's JSON. */
    JSON("agent", "dev.ipcommand.agent.security.TokenFuzzTest", "shouldReadWellFormedJsonAlone"),
    /** Any form or query the stub's API is sent. */
    FORM("cloud-stub", "dev.ipcommand.stub.api.RequestFuzzTest", "shouldReadEveryFormAsItIsOrRefuseIt"),
    /** Any page token. */
    PAGE("cloud-stub", "dev.ipcommand.stub.api.RequestFuzzTest", "shouldTakeNoTokenButItsOwn");

    private final String module;
    private final String type;
    private final String method;

    FuzzTarget(String module, String type, String method) {
        this.module = module;
        this.type = type;
        this.method = method;
    }

    public String module() {
        return module;
    }

    /** The test's class. */
    public String type() {
        return type;
    }

    /** The test's method. */
    public String method() {
        return method;
    }

    /** Where its saved inputs lie, below the project. */
    public Path inputs() {
        return Path.of(module, "src", "test", "resources", type.replace('.', '/') + "Inputs", method);
    }

    /** What one types. */
    public String word() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
