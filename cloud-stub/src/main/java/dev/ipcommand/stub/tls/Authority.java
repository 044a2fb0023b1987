package dev.ipcommand.stub.tls;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;

/** The bench CA: its certificate, which clients take, and its key, which nobody sees. */
public record Authority(PrivateKey key, X509Certificate certificate) {
    /** The end of its life. */
    public Instant expiry() {
        return certificate.getNotAfter().toInstant();
    }

    /** The certificate as text, ready for a file. */
    public String pem() {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (CertificateEncodingException e) {
            throw new IllegalStateException("a certificate that was read has its bytes", e);
        }
    }

    /** SHA-256 over the certificate, as openssl and browsers show it. */
    public String fingerprint() {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return HexFormat.ofDelimiter(":").formatHex(digest).toUpperCase(Locale.ROOT);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    static String pem(String type, byte[] der) {
        String text = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n";
    }

    /** Without the key, so that no log can hold it. */
    @Override
    public String toString() {
        return "Authority[" + certificate.getSubjectX500Principal() + ", until " + expiry() + "]";
    }
}
