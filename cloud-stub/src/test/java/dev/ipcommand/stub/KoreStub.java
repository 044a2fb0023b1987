package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.stub.dialect.Dialect;
import java.io.IOException;
import java.time.Duration;

/** A stub that imitates KORE, and a client that asks for its token first. */
abstract class KoreStub extends RunningStub {
    static final String TOKEN_PATH = "/api-services/v1/auth/token";

    private String token = "";

    @Override
    void adjust(StubSettings settings) {
        settings.dialect(Dialect.KORE).callbackPatience(Duration.ofSeconds(15));
    }

    @Override
    String authorization() throws IOException, InterruptedException {
        if (token.isEmpty()) {
            token = askForToken(account.kore().id(), account.kore().secret())
                    .expect(200)
                    .text("access_token");
        }
        return "Bearer " + token;
    }

    final Answer askForToken(String id, String secret) throws IOException, InterruptedException {
        return tokenRequest(
                "grant_type=client_credentials&client_id=" + encode(id) + "&client_secret=" + encode(secret));
    }

    final Answer tokenRequest(String form) throws IOException, InterruptedException {
        return send("POST", TOKEN_PATH, form, "Content-Type", FORM);
    }

    /** KORE's refusal: these two fields and nothing else. */
    static void expectDenied(Answer answer) {
        assertEquals(
                "{\"message\":\"User is not authorized to access this resource with an explicit deny\","
                        + "\"error\":\"Invalid or expired token\"}",
                answer.expect(403).json().toString());
    }
}
