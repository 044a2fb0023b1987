package dev.ipcommand.stub.tls;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What the stub proves to be over TLS: the emulated names, signed by the bench CA. Its key is never on disk.
 *
 * <p>Threading: safe. The first call makes what is needed (some 300 ms), and so does the first after the CA was renewed.
 */
public final class ServerIdentity {
    private record Issued(X509Certificate issuer, SSLContext context) {}

    private final AuthorityDirectory directory;
    private Optional<Issued> issued = Optional.empty();

    public ServerIdentity(AuthorityDirectory directory) {
        this.directory = directory;
    }

    /**
     * The server's side of a new TLS 1.2 or 1.3 connection that speaks HTTP/1.1.
     *
     * @throws IOException if the CA cannot be had, see {@link AuthorityDirectory#authority}
     */
    public SSLEngine newEngine() throws IOException {
        SSLEngine engine = context().createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        engine.setSSLParameters(parameters);
        return engine;
    }

    private synchronized SSLContext context() throws IOException {
        Authority authority = directory.authority();
        Issued current =
                issued.filter(i -> i.issuer().equals(authority.certificate())).orElse(null);
        if (current == null) {
            try {
                current = new Issued(authority.certificate(), issue(authority));
            } catch (GeneralSecurityException e) {
                throw new IOException("cannot make the server's certificate: " + e.getMessage(), e);
            }
            issued = Optional.of(current);
        }
        return current.context();
    }

    private SSLContext issue(Authority authority) throws GeneralSecurityException, IOException {
        KeyPair key = Certificates.newKey();
        X509Certificate leaf = Certificates.server(
                authority, directory.names(), key.getPublic(), directory.clock().instant());
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        char[] password = new char[0];
        store.setKeyEntry("server", key.getPrivate(), password, new Certificate[] {leaf, authority.certificate()});
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, password);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }
}
