package dev.ipcommand.stub.account;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/**
 * All resources of one kind, numbered in the order of creation. A number never changes, so that a page of a list can begin
 * behind it whatever happens to other resources meanwhile.
 *
 * <p>Threading: safe; each call is one step.
 */
public final class Table<T extends Resource> {
    private record Name(String accountSid, String name) {}

    private final ErrorCode nameTaken;
    private final int capacity;
    private final TreeMap<Long, T> byNumber = new TreeMap<>();
    private final Map<String, Long> bySid = new HashMap<>();
    private final Map<Name, Long> byName = new HashMap<>();
    private long lastNumber;

    /**
     * An empty table.
     *
     * @param nameTaken the refusal of a name another resource of the account has
     * @param capacity how many there can be
     */
    Table(ErrorCode nameTaken, int capacity) {
        this.nameTaken = nameTaken;
        this.capacity = capacity;
    }

    /**
     * Adds a resource as the newest.
     *
     * @throws ApiException if its name is taken or there are too many
     */
    synchronized T add(T resource) {
        if (byNumber.size() >= capacity) {
            throw new ApiException(ErrorCode.TOO_MANY_RESOURCES, Integer.toString(capacity));
        }
        claimName(resource, lastNumber + 1);
        byNumber.put(++lastNumber, resource);
        bySid.put(resource.sid(), lastNumber);
        return resource;
    }

    /**
     * Replaces a resource by what {@code change} makes of it; the change may throw to refuse.
     *
     * @throws ApiException if its new name is taken
     */
    synchronized T replace(String sid, UnaryOperator<T> change) {
        T before = bySid(sid).orElseThrow(() -> new IllegalArgumentException(sid));
        long number = bySid.getOrDefault(sid, 0L);
        T after = change.apply(before);
        claimName(after, number);
        if (!name(before).equals(name(after))) {
            name(before).ifPresent(byName::remove);
        }
        byNumber.put(number, after);
        return after;
    }

    private void claimName(T resource, long number) {
        name(resource).ifPresent(name -> {
            if (byName.getOrDefault(name, number) != number) {
                throw new ApiException(nameTaken);
            }
            byName.put(name, number);
        });
    }

    private Optional<Name> name(T resource) {
        return resource.uniqueName().map(name -> new Name(resource.accountSid(), name));
    }

    /** A resource of whatever account. */
    public synchronized Optional<T> bySid(String sid) {
        return Optional.ofNullable(bySid.get(sid)).map(byNumber::get);
    }

    /** A resource of the account, by SID or unique name. */
    public synchronized Optional<T> find(String accountSid, String reference) {
        return bySid(reference)
                .filter(resource -> resource.accountSid().equals(accountSid))
                .or(() -> Optional.ofNullable(byName.get(new Name(accountSid, reference)))
                        .map(byNumber::get));
    }

    /** Everything, oldest first. */
    public synchronized List<T> all() {
        return List.copyOf(byNumber.values());
    }

    /** Up to {@code limit} matching resources with numbers under {@code before}, newest first, by their numbers. */
    public synchronized List<Map.Entry<Long, T>> older(long before, int limit, Predicate<T> filter) {
        return take(byNumber.headMap(before, false).descendingMap(), limit, filter);
    }

    /** Up to {@code limit} matching resources with numbers over {@code after}, oldest first, by their numbers. */
    public synchronized List<Map.Entry<Long, T>> newer(long after, int limit, Predicate<T> filter) {
        return take(byNumber.tailMap(after, false), limit, filter);
    }

    private static <T> List<Map.Entry<Long, T>> take(NavigableMap<Long, T> range, int limit, Predicate<T> filter) {
        List<Map.Entry<Long, T>> found = new ArrayList<>();
        for (Map.Entry<Long, T> entry : range.entrySet()) {
            if (found.size() == limit) {
                break;
            }
            if (filter.test(entry.getValue())) {
                found.add(Map.entry(entry.getKey(), entry.getValue()));
            }
        }
        return found;
    }
}
