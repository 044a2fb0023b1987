package dev.ipcommand.stub.tls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.DEROctetString;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.GeneralSubtree;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.NameConstraints;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Makes keys and certificates (RFC 5280): EC P-256, ECDSA with SHA-256.
 *
 * <p>The CA may sign nothing but the emulated names: permitted are these (by 4.2.1.10 a name includes what is below it),
 * excluded every IP address. A client that took this CA stays safe everywhere else, even if the key leaks.
 */
final class Certificates {
    /** How long a CA, and what it signs, is good for. */
    static final Duration LIFE = Duration.ofDays(30);
    /** Clocks that are compared across machines of a bench are not exact. */
    private static final Duration BACKDATED = Duration.ofMinutes(5);

    /** Address and mask of nothing but zeros, for IPv4 and for IPv6. */
    private static final GeneralName[] EVERY_ADDRESS = {
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[8])),
        new GeneralName(GeneralName.iPAddress, new DEROctetString(new byte[32]))
    };

    private Certificates() {}

    static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    /** A CA for these names, good for 30 days. */
    static Authority authority(List<String> names, Instant now) throws GeneralSecurityException, IOException {
        KeyPair key = newKey();
        BigInteger serial = serial();
        X500Name name = new X500Name("CN=cloud-stub bench CA "
                + serial.toString(16).substring(0, 8)
                + ", OU=never for a system store, O=Super SIM IP Commands bench");
        Instant from = now.minus(BACKDATED);
        var builder = new JcaX509v3CertificateBuilder(
                name, serial, Date.from(from), Date.from(from.plus(LIFE)), name, key.getPublic());
        var identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
        builder.addExtension(
                Extension.nameConstraints, true, new NameConstraints(subtrees(dns(names)), subtrees(EVERY_ADDRESS)));
        builder.addExtension(
                Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key.getPublic()));
        return new Authority(key.getPrivate(), signed(builder, key.getPrivate()));
    }

    /** A server's certificate for these names, good for as long as its CA. */
    static X509Certificate server(Authority authority, List<String> names, PublicKey key, Instant now)
            throws GeneralSecurityException, IOException {
        X509Certificate issuer = authority.certificate();
        Instant from = now.minus(BACKDATED);
        Instant until = from.plus(LIFE);
        Instant end = issuer.getNotAfter().toInstant();
        var builder = new JcaX509v3CertificateBuilder(
                issuer,
                serial(),
                Date.from(from),
                Date.from((end.isBefore(until) ? end : until).truncatedTo(ChronoUnit.SECONDS)),
                new X500Name("CN=cloud-stub, O=Super SIM IP Commands bench"),
                key);
        var identifiers = new JcaX509ExtensionUtils();
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
        builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
        builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_serverAuth));
        builder.addExtension(Extension.subjectAlternativeName, false, new GeneralNames(dns(names)));
        builder.addExtension(Extension.authorityKeyIdentifier, false, identifiers.createAuthorityKeyIdentifier(issuer));
        builder.addExtension(Extension.subjectKeyIdentifier, false, identifiers.createSubjectKeyIdentifier(key));
        return signed(builder, authority.key());
    }

    private static X509Certificate signed(X509v3CertificateBuilder builder, PrivateKey key)
            throws GeneralSecurityException {
        try {
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(key);
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (OperatorCreationException e) {
            throw new GeneralSecurityException("cannot sign a certificate: " + e.getMessage(), e);
        }
    }

    private static GeneralName[] dns(List<String> names) {
        return names.stream()
                .map(name -> new GeneralName(GeneralName.dNSName, name))
                .toArray(GeneralName[]::new);
    }

    private static GeneralSubtree[] subtrees(GeneralName[] names) {
        GeneralSubtree[] subtrees = new GeneralSubtree[names.length];
        for (int i = 0; i < names.length; i++) {
            subtrees[i] = new GeneralSubtree(names[i]);
        }
        return subtrees;
    }

    /** 127 random bits, the highest of them set: unique, positive, and of one length. */
    private static BigInteger serial() {
        return new BigInteger(126, new SecureRandom()).setBit(126);
    }
}
