package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/** A client's end of a CONNECT tunnel, by hand. */
final class Tunnel implements AutoCloseable {
    private final Socket socket;
    private final String host;
    private final int status;

    private Tunnel(Socket socket, String host, int status) {
        this.socket = socket;
        this.host = host;
        this.status = status;
    }

    /** Asks for a tunnel and reads the head of the answer. */
    static Tunnel ask(String stub, String destination) throws IOException {
        return ask(stub, destination, destination);
    }

    static Tunnel ask(String stub, String destination, String hostHeader) throws IOException {
        URI proxy = URI.create(stub);
        Socket socket = new Socket(proxy.getHost(), proxy.getPort());
        socket.setSoTimeout(20_000);
        socket.getOutputStream()
                .write(("CONNECT " + destination + " HTTP/1.1\r\nHost: " + hostHeader + "\r\n\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        String head = head(socket.getInputStream());
        String host = destination.substring(0, destination.lastIndexOf(':'));
        return new Tunnel(socket, host, Integer.parseInt(head.substring(9, 12)));
    }

    /** A tunnel that was granted. */
    static Tunnel to(String stub, String destination) throws IOException {
        Tunnel tunnel = ask(stub, destination);
        assertEquals(200, tunnel.status);
        return tunnel;
    }

    private static String head(InputStream in) throws IOException {
        ByteArrayOutputStream head = new ByteArrayOutputStream();
        while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
            int next = in.read();
            if (next < 0) {
                throw new IOException("ended after: " + head);
            }
            head.write(next);
        }
        return head.toString(StandardCharsets.US_ASCII);
    }

    int status() {
        return status;
    }

    /** The beginning of a TLS record that announces 512 bytes and has 20 of them. */
    void sendHalfAHello() throws IOException {
        byte[] half = new byte[25];
        byte[] header = {22, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC};
        System.arraycopy(header, 0, half, 0, header.length);
        socket.getOutputStream().write(half);
    }

    /** The next byte, or -1 when the other side ends the connection. */
    int read() throws IOException {
        return socket.getInputStream().read();
    }

    /** Shakes hands as a client that trusts this CA alone and knows the host it wants. */
    SSLSocket tls(Path ca, String protocol) throws IOException, GeneralSecurityException {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(ca)) {
            trusted.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, host, 443, true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        parameters.setProtocols(new String[] {protocol});
        parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
        tls.setSSLParameters(parameters);
        tls.startHandshake();
        return tls;
    }

    /** Everything that is answered to one request, which asks for the connection to be closed. */
    static String ask(SSLSocket tls, String request) throws IOException {
        tls.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return new String(tls.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
