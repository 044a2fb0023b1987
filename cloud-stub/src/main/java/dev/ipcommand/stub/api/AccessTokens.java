package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.event.EventBus;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Bearer tokens, each for one account and a time on the platform clock. Opaque: KORE's are JWTs, which no client may look
 * into either. The newest 100 of each account count; a client that asks for more loses the oldest.
 *
 * <p>Threading: safe.
 */
public final class AccessTokens {
    private static final int MAX_PER_ACCOUNT = 100;
    private static final int RANDOM_BYTES = 48;

    private record Grant(Account account, Instant end) {}

    private final InstantSource clock;
    private final Duration lifetime;
    private final EventBus events;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Grant> grants = new HashMap<>();
    private final Map<String, ArrayDeque<String>> byAccount = new HashMap<>();

    /** @param lifetime of every token */
    public AccessTokens(InstantSource clock, Duration lifetime, EventBus events) {
        this.clock = clock;
        this.lifetime = lifetime;
        this.events = events;
    }

    /** How long a token is good for. */
    Duration lifetime() {
        return lifetime;
    }

    /** A new token. */
    String issue(Account account) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        synchronized (this) {
            ArrayDeque<String> issued = byAccount.computeIfAbsent(account.sid(), sid -> new ArrayDeque<>());
            if (issued.size() == MAX_PER_ACCOUNT) {
                grants.remove(issued.removeFirst());
            }
            issued.addLast(token);
            grants.put(token, new Grant(account, clock.instant().plus(lifetime)));
        }
        events.publish("token.issued", account.sid(), Map.of("expires_in_s", lifetime.toSeconds()));
        return token;
    }

    /** Whose it is; empty if it was never issued, has expired, or was one too many. */
    synchronized Optional<Account> account(String token) {
        return Optional.ofNullable(grants.get(token))
                .filter(grant -> clock.instant().isBefore(grant.end()))
                .map(Grant::account);
    }
}
