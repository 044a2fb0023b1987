package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.account.Directory;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/** HTTP Basic: an account's SID with its token, or an API key's SID with its secret. */
final class Authentication {
    private static final int MAX_HEADER = 1024;

    private final Directory directory;

    Authentication(Directory directory) {
        this.directory = directory;
    }

    /** Finds the account and puts it where {@link Request#account} looks, or refuses with 401. */
    void authenticate(Context context) {
        Optional<Account> account = account(context.header("Authorization"));
        if (account.isEmpty()) {
            context.header("WWW-Authenticate", "Basic realm=\"Twilio API\"");
            throw new ApiException(ErrorCode.AUTHENTICATE);
        }
        context.attribute(Request.ACCOUNT, account.get());
    }

    private Optional<Account> account(@org.jspecify.annotations.Nullable String header) {
        if (header == null || header.length() > MAX_HEADER || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Optional.empty();
        }
        try {
            byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
            String pair = new String(decoded, StandardCharsets.UTF_8);
            int colon = pair.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : directory.authenticate(pair.substring(0, colon), pair.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
