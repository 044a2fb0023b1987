package dev.ipcommand.agent.journal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One command that waits, runs or ran. Every member is guarded by the journal's lock. */
final class LedgerEntry {
    /** What has happened to it. */
    enum Stage {
        /** Given back, or the disk refused its start: it is not remembered. */
        GONE,
        /** Somebody may start it; nothing of it is on the disk. */
        CLAIMED,
        /** Its start is on the way to the disk. */
        STARTING,
        /** It runs. */
        STARTED,
        /** Its answer is on the way to the disk. */
        ANSWERED,
        /** Its answer is stored, or the disk has refused it. */
        DONE
    }

    /** A token that stands for this command. */
    record Token(String jti, long expires) {}

    final long number;
    final long born;
    /** With the first token's jti. */
    final CommandKey key;

    private final byte[] hash;
    private final List<Token> tokens = new ArrayList<>(1);
    private long expires;
    private @Nullable StoredAnswer answer;
    private Stage stage = Stage.CLAIMED;

    LedgerEntry(long number, long born, CommandKey key, byte[] hash) {
        this.number = number;
        this.born = born;
        this.key = key;
        this.hash = hash;
    }

    boolean isSigned() {
        return key.jti() != null;
    }

    boolean isSame(byte[] otherHash) {
        return Arrays.equals(hash, otherHash);
    }

    Stage stage() {
        return stage;
    }

    boolean isDone() {
        return stage == Stage.DONE;
    }

    /** Whether it has an answer, or is about to have one. */
    boolean isAnswered() {
        return stage.compareTo(Stage.ANSWERED) >= 0;
    }

    /** Whether the disk knows of it. */
    boolean isStarted() {
        return stage.compareTo(Stage.STARTED) >= 0;
    }

    void stage(Stage next) {
        stage = next;
    }

    void answer(StoredAnswer given) {
        answer = given;
        stage = Stage.DONE;
    }

    /** The first is the one it was claimed with. */
    List<Token> tokens() {
        return Collections.unmodifiableList(tokens);
    }

    void add(Token token) {
        tokens.add(token);
        expires = Math.max(expires, token.expires());
    }

    /** What another caller with the same command finds. */
    Claim found() {
        StoredAnswer stored = answer;
        return stored == null ? Claim.Refused.UNDER_WAY : new Claim.Stored(stored);
    }

    /** When the last of its tokens expires; seconds since the epoch. */
    long expires() {
        return expires;
    }

    /** Its start or its answer as it is to be on the disk. */
    CommandRecord record(KnownTimes.Stamp stamp, @Nullable StoredAnswer given) {
        byte type = given == null ? CommandRecord.STARTED : CommandRecord.DONE;
        long first = tokens.isEmpty() ? 0 : tokens.get(0).expires();
        return new CommandRecord(type, new CommandRecord.Subject(number, born, key, hash, first), stamp, given);
    }

    CommandRecord aliasRecord(Token token, KnownTimes.Stamp stamp) {
        CommandKey alias = new CommandKey(key.principal(), key.name(), key.id(), token.jti());
        var subject = new CommandRecord.Subject(number, born, alias, hash, token.expires());
        return new CommandRecord(CommandRecord.ALIAS, subject, stamp, null);
    }

    /** Everything the disk must hold of it; nothing before it has started. */
    List<JournalRecord> live(KnownTimes.Stamp stamp) {
        List<JournalRecord> records = new ArrayList<>();
        if (isStarted()) {
            records.add(record(stamp, answer).encoded());
            records.addAll(aliases(1, stamp));
        }
        return records;
    }

    List<JournalRecord> aliases(int from, KnownTimes.Stamp stamp) {
        return tokens.stream()
                .skip(from)
                .map(token -> aliasRecord(token, stamp).encoded())
                .toList();
    }
}
