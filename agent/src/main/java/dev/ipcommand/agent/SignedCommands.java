package dev.ipcommand.agent;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.journal.CommandLedger;
import dev.ipcommand.agent.security.Audience;
import dev.ipcommand.agent.security.DeviceTime;
import dev.ipcommand.agent.security.JwsVerifier;
import dev.ipcommand.agent.security.Refusal;
import dev.ipcommand.agent.security.TimeRules;
import dev.ipcommand.agent.security.TokenVerifier;
import dev.ipcommand.agent.security.Verdict;
import dev.ipcommand.agent.security.VerificationKey;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Puts together what checks signed commands; without keys nothing of it runs. */
final class SignedCommands implements AutoCloseable {
    private final TokenVerifier verifier;
    private final @Nullable DeviceTime time;

    private final Map<String, VerificationKey> keys;

    private SignedCommands(Map<String, VerificationKey> keys, TokenVerifier verifier, @Nullable DeviceTime time) {
        this.keys = Map.copyOf(keys);
        this.verifier = verifier;
        this.time = time;
    }

    /**
     * @param keys by key id
     * @param iccid of the SIM, empty while it is not known
     */
    static SignedCommands with(
            AgentConfig config, Map<String, VerificationKey> keys, CommandLedger ledger, Supplier<String> iccid) {
        if (keys.isEmpty()) {
            return new SignedCommands(keys, TokenVerifier.NO_KEYS, null);
        }
        DeviceTime time = DeviceTime.start(config.signed().clock(), ledger::latestTime);
        AgentConfig.Device device = config.device();
        Audience audience = new Audience(
                device.named() ? Optional.of(device.name()) : Optional.empty(),
                () -> Optional.of(iccid.get()).filter(number -> !number.isEmpty()));
        TimeRules rules = new TimeRules(config.signed().maxAge(), time, ledger::floor);
        return new SignedCommands(keys, new JwsVerifier(keys, audience, rules, System::nanoTime), time);
    }

    TokenVerifier verifier() {
        return verifier;
    }

    /** Has a forged token refused for each kind of key, so that the first real one does not wait for classes to load. */
    void warmUp() {
        Set<String> kinds = new HashSet<>();
        keys.forEach((id, key) -> {
            if (kinds.add(key.algorithm())) {
                String header = "{\"alg\":\"" + key.algorithm() + "\",\"kid\":\"" + id + "\"}";
                String claims = "{\"cmd\":\"ping\",\"jti\":\"warm\",\"iat\":0,\"exp\":1,\"aud\":\"-\"}";
                byte[] token = (part(header.getBytes(UTF_8)) + "." + part(claims.getBytes(UTF_8)) + "."
                                + part(new byte[key.algorithm().equals("HS256") ? 32 : 64]))
                        .getBytes(UTF_8);
                Verdict verdict = verifier.verify(token, token.length);
                if (verdict != Refusal.SIGNATURE) {
                    throw new IllegalStateException("a forged token was " + verdict);
                }
            }
        });
    }

    private static String part(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        DeviceTime running = time;
        if (running != null) {
            running.close();
        }
    }
}
