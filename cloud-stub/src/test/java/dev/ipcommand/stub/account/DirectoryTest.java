package dev.ipcommand.stub.account;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import dev.ipcommand.stub.webhook.CallbackMethod;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private static final Instant NOW = Instant.parse("2026-01-31T23:59:58Z");
    private static final Seed SEED = new Seed(1);
    private static final List<Account> ACCOUNTS = List.of(SEED.account(0), SEED.account(1));
    private final Directory directory =
            new Directory(SEED.world(ACCOUNTS, 2, Optional.empty(), CallbackMethod.POST, NOW));

    private static NetworkAccessProfile profile(int n, Account owner, Optional<String> name) {
        return new NetworkAccessProfile("HA" + n, owner.sid(), name, NOW, NOW);
    }

    private static ErrorCode refusal(Runnable action) {
        int code = assertThrows(ApiException.class, action::run).code();
        return List.of(ErrorCode.values()).stream()
                .filter(each -> each.code() == code)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldBoundWhatIsCreatedByWhatThereIs() {
        for (int i = 0; i < 1000; i++) {
            directory.add(profile(i, ACCOUNTS.get(0), Optional.empty()));
        }

        ApiException refusal =
                assertThrows(ApiException.class, () -> directory.add(profile(1000, ACCOUNTS.get(0), Optional.empty())));

        assertEquals(400, refusal.httpStatus());
        assertTrue(directory.profile(ACCOUNTS.get(0).sid(), "HA1000").isEmpty());
    }

    @Test
    void shouldKeepNamesUniqueInAnAccountAndFreeThemAgain() {
        Account first = ACCOUNTS.get(0);
        directory.add(profile(1, first, Optional.of("a")));
        assertThrows(ApiException.class, () -> directory.add(profile(2, first, Optional.of("a"))));
        directory.add(profile(3, ACCOUNTS.get(1), Optional.of("a")));

        directory.updateProfile("HA1", profile -> profile.named("b", NOW));

        assertTrue(directory.profile(first.sid(), "a").isEmpty());
        assertEquals("HA1", directory.profile(first.sid(), "b").orElseThrow().sid());
        assertEquals(
                "HA3",
                directory.profile(ACCOUNTS.get(1).sid(), "a").orElseThrow().sid());
        directory.updateProfile("HA1", profile -> profile.named("b", NOW));
        directory.add(profile(4, first, Optional.of("a")));
        directory.updateProfile("HA4", profile -> profile.named("", NOW));
        directory.add(profile(5, first, Optional.of("a")));
    }

    @Test
    void shouldRefuseTheChangeOfANameThatIsTakenAndChangeNothing() {
        Sim second = directory.sim(ACCOUNTS.get(0).sid(), "bench-2").orElseThrow();

        assertEquals(
                ErrorCode.SIM_NAME_TAKEN,
                refusal(() -> directory.updateSim(second.sid(), sim -> sim.named("bench-1", NOW))));

        assertEquals(second, directory.sim(ACCOUNTS.get(0).sid(), "bench-2").orElseThrow());
    }

    @Test
    void shouldFindAnApiKeysAccountAndNoOther() {
        Account owner = ACCOUNTS.get(1);
        Account withKeys = new Account(owner.sid(), owner.authToken(), Map.of("SK1", "one", "SK2", "two"));
        Directory keyed = new Directory(
                SEED.world(List.of(ACCOUNTS.get(0), withKeys), 1, Optional.empty(), CallbackMethod.POST, NOW));

        assertEquals(Optional.of(withKeys), keyed.authenticate("SK1", "one"));
        assertEquals(Optional.of(withKeys), keyed.authenticate("SK2", "two"));
        assertEquals(Optional.empty(), keyed.authenticate("SK1", "two"));
        assertEquals(Optional.empty(), keyed.authenticate("SK3", "one"));
    }
}
