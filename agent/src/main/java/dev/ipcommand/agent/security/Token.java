package dev.ipcommand.agent.security;

import java.util.Arrays;

/**
 * A token taken apart (RFC 7515 §7.1): {@code header.claims.signature}. Nothing of it is believed yet.
 *
 * @param signedLength how many bytes from its beginning the signature is for
 */
@SuppressWarnings("ArrayRecordComponent")
record Token(TokenHeader header, TokenClaims claims, byte[] signature, int signedLength) {
    /** @param datagram a buffer that begins with the token */
    static Token read(byte[] datagram, int length) throws MalformedTokenException {
        int first = dot(datagram, 0, length);
        int second = dot(datagram, first + 1, length);
        TokenHeader header = TokenHeader.read(part(datagram, 0, first));
        TokenClaims claims = TokenClaims.read(part(datagram, first + 1, second));
        // A third dot is in no alphabet.
        return new Token(header, claims, part(datagram, second + 1, length), second);
    }

    private static int dot(byte[] datagram, int from, int length) throws MalformedTokenException {
        for (int i = from; i < length; i++) {
            if (datagram[i] == '.') {
                return i;
            }
        }
        throw new MalformedTokenException();
    }

    private static byte[] part(byte[] datagram, int from, int to) throws MalformedTokenException {
        return CanonicalBase64.url(Arrays.copyOfRange(datagram, from, to)).orElseThrow(MalformedTokenException::new);
    }
}
