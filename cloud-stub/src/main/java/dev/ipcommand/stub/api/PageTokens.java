package dev.ipcommand.stub.api;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page tokens: a place in one list of one account, signed, so that a token that was made up, or for another list, account or
 * run of the stub, is refused instead of showing some other page. Threading: safe.
 */
final class PageTokens {
    private static final Pattern SHAPE = Pattern.compile("P[AB][0-9a-f]{32}");
    private static final int NUMBER_BYTES = Long.BYTES;
    private static final HexFormat HEX = HexFormat.of();

    /**
     * A place in a list.
     *
     * @param boundary number of the item the page lies next to
     * @param towardsNewer true for a page before the boundary
     */
    record Place(long boundary, boolean towardsNewer) {
        /** Where a list begins. */
        static final Place START = new Place(Long.MAX_VALUE, false);
    }

    private final SecretKeySpec key;

    /** Tokens of a run: with a key of its own. */
    PageTokens() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        key = new SecretKeySpec(bytes, "HmacSHA256");
    }

    /** The token of a place; {@code scope} names account and list. */
    String token(Place place, String scope) {
        String kind = place.towardsNewer() ? "PB" : "PA";
        byte[] number =
                ByteBuffer.allocate(NUMBER_BYTES).putLong(place.boundary()).array();
        return kind + HEX.formatHex(number) + HEX.formatHex(check(kind, number, scope));
    }

    /**
     * The place of a token.
     *
     * @throws ApiException 400 if this run did not make it for this scope
     */
    Place place(String token, String scope) {
        if (SHAPE.matcher(token).matches()) {
            byte[] bytes = HEX.parseHex(token, 2, token.length());
            byte[] number = Arrays.copyOf(bytes, NUMBER_BYTES);
            byte[] check = Arrays.copyOfRange(bytes, NUMBER_BYTES, bytes.length);
            String kind = token.substring(0, 2);
            if (MessageDigest.isEqual(check, check(kind, number, scope))) {
                return new Place(ByteBuffer.wrap(number).getLong(), kind.equals("PB"));
            }
        }
        throw new ApiException(ErrorCode.INVALID_PARAMETER, "PageToken: not one of this list");
    }

    private byte[] check(String kind, byte[] number, String scope) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(key);
            mac.update(kind.getBytes(StandardCharsets.US_ASCII));
            mac.update(number);
            mac.update(scope.getBytes(StandardCharsets.UTF_8));
            return Arrays.copyOf(mac.doFinal(), NUMBER_BYTES);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA256", e);
        }
    }
}
