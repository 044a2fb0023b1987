package dev.ipcommand.agent.journal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The commands that are remembered: signed ones by their tokens and ids, unsigned ones by their ids in a table of their
 * own, so that whoever needs no key cannot push out what a key has signed.
 *
 * <p>Every step costs the same however many there are, but for {@link #purge}. Guarded by the journal's lock.
 */
final class CommandTables {
    /** Signed commands are never evicted: evicted means executable again. Each token counts. */
    static final int MAX_SIGNED = 4096;

    static final int MAX_UNSIGNED = 1024;
    /** Signed commands stay for this long after their last token, in seconds. */
    static final long GRACE = 300;
    /** Unsigned ones stay for this much running time, in seconds. */
    static final long UNSIGNED_LIFE = 24 * 3600;

    private record TokenKey(String principal, String jti) {}

    private record IdKey(String principal, String name, String id) {}

    private final Map<TokenKey, LedgerEntry> byToken = new HashMap<>();
    private final Map<IdKey, LedgerEntry> byId = new HashMap<>();
    private final Set<LedgerEntry> signed = new LinkedHashSet<>();
    /** The one that was answered first comes first; what has no answer yet stands where it began. */
    private final Map<IdKey, LedgerEntry> unsigned = new LinkedHashMap<>();

    Optional<LedgerEntry> byToken(CommandKey key) {
        String jti = key.jti();
        return jti == null ? Optional.empty() : Optional.ofNullable(byToken.get(new TokenKey(key.principal(), jti)));
    }

    /** Among the signed ones if the key has a token, else among the unsigned ones. */
    Optional<LedgerEntry> byId(CommandKey key) {
        IdKey id = idKey(key);
        return id == null ? Optional.empty() : Optional.ofNullable(idTable(key).get(id));
    }

    private Map<IdKey, LedgerEntry> idTable(CommandKey key) {
        return key.jti() == null ? unsigned : byId;
    }

    private static @Nullable IdKey idKey(CommandKey key) {
        String id = key.id();
        return id == null ? null : new IdKey(key.principal(), key.name(), id);
    }

    void add(LedgerEntry entry) {
        IdKey id = idKey(entry.key);
        if (id != null) {
            idTable(entry.key).put(id, entry);
        }
        if (entry.isSigned()) {
            signed.add(entry);
        }
    }

    void addToken(LedgerEntry entry, LedgerEntry.Token token) {
        entry.add(token);
        byToken.put(new TokenKey(entry.key.principal(), token.jti()), entry);
    }

    void remove(LedgerEntry entry) {
        signed.remove(entry);
        unlink(entry);
    }

    private void unlink(LedgerEntry entry) {
        IdKey id = idKey(entry.key);
        if (id != null) {
            idTable(entry.key).remove(id, entry);
        }
        entry.tokens().forEach(token -> byToken.remove(new TokenKey(entry.key.principal(), token.jti()), entry));
    }

    boolean isSignedFull() {
        return byToken.size() >= MAX_SIGNED;
    }

    /** Forgets signed commands whose every token had expired, by a time that is known to have passed. */
    void purge(long latestTime) {
        for (Iterator<LedgerEntry> each = signed.iterator(); each.hasNext(); ) {
            LedgerEntry entry = each.next();
            if (entry.isDone() && entry.expires() + GRACE < latestTime) {
                each.remove();
                unlink(entry);
            }
        }
    }

    /** Forgets unsigned commands that are too old. */
    void expireUnsigned(long uptime) {
        for (Iterator<LedgerEntry> each = unsigned.values().iterator(); each.hasNext(); ) {
            LedgerEntry oldest = each.next();
            if (uptime - oldest.born <= UNSIGNED_LIFE) {
                return;
            }
            if (oldest.isDone()) {
                each.remove();
            }
        }
    }

    /** Must be called when a command got an answer: the last answered are kept, in memory as on the disk. */
    void answered(LedgerEntry entry) {
        IdKey id = idKey(entry.key);
        if (id != null && !entry.isSigned() && unsigned.remove(id, entry)) {
            unsigned.put(id, entry);
        }
    }

    /** Forgets the unsigned command that was answered first, if there are {@code most}; false if none has an answer. */
    boolean makeRoomForUnsigned(int most) {
        if (unsigned.size() < most) {
            return true;
        }
        for (Iterator<LedgerEntry> each = unsigned.values().iterator(); each.hasNext(); ) {
            if (each.next().isDone()) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** Forgets those that were answered first until there are {@value #MAX_UNSIGNED}; all must have an answer. */
    void trimUnsigned() {
        Iterator<LedgerEntry> each = unsigned.values().iterator();
        for (int left = unsigned.size(); left > MAX_UNSIGNED; left--) {
            each.next();
            each.remove();
        }
    }

    /** All of them, oldest first. */
    List<LedgerEntry> all() {
        List<LedgerEntry> entries = new ArrayList<>(signed);
        entries.addAll(unsigned.values());
        return entries;
    }
}
