package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import dev.ipcommand.stub.client.TwilioJava;
import dev.ipcommand.stub.dialect.EmulatedHosts;
import dev.ipcommand.stub.tls.AuthorityDirectory;
import dev.ipcommand.stub.tls.TrustStore;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Items 21 and 22: twilio-java as it is on Maven Central, in a JVM of its own that knows the stub only as its proxy and the
 * bench CA as all it trusts.
 */
class TwilioJavaTest extends RunningStub {
    /** twilio-java and what it uses; nothing of the stub, of its server or of the tests. */
    private static final Pattern LIBRARIES = Pattern.compile(
            "(twilio|httpclient5|httpcore5|httpcore5-h2|jackson-[a-z0-9-]+|jjwt-[a-z]+|slf4j-api|gson|json|java-jwt"
                    + "|commons-codec|commons-io|stax2-api|woodstox-core)-[0-9].*\\.jar");

    @TempDir
    @SuppressWarnings("NullAway.Init") // set by JUnit
    Path scratch;

    private AuthorityDirectory authority() {
        return new AuthorityDirectory(scratch.resolve("ca"), EmulatedHosts.ALL, InstantSource.system());
    }

    @Override
    void adjust(StubSettings settings) {
        settings.authority(authority());
    }

    @Test
    void item22ShouldCreateFetchListUpdateAndBeRefused() throws Exception {
        List<String> said = run("tour");

        assertEquals(9, said.size(), said::toString);
        for (int i = 0; i < 3; i++) {
            assertTrue(
                    said.get(i).matches("created HG[0-9a-f]{32} queued to_sim 2026-01-31T23:59:58Z.*"), said::toString);
        }
        assertEquals("fetched one", said.get(3));
        assertEquals("listed 3 true one", said.get(4));
        assertTrue(
                said.get(5).startsWith("page 2 https://supersim.twilio.com/v1/IpCommands?PageSize=2&Page=1&PageToken="),
                said::toString);
        assertEquals("updated renamed", said.get(6));
        assertTrue(said.get(7).startsWith("refused 400 83005 Super SIM not found"), said::toString);
        assertEquals("end 0", said.get(8));
        get("/v1/Sims/renamed").expect(200);
    }

    @Test
    void item21ShouldPostThreeTimesOnA500() throws Exception {
        String rule =
                "{\"method\":\"POST\",\"path\":\"/v1/IpCommands\",\"status\":500,\"afterwards\":true,\"count\":3}";
        bench("POST", "/_stub/faults", rule).expect(201);

        List<String> said = run("create");

        assertTrue(said.get(0).startsWith("refused 500 20500"), said::toString);
        assertEquals(3, stored());
        assertTrue(get("/_stub/faults").json().path("faults").isEmpty());
    }

    @Test
    void item14ShouldSignAsItsValidatorExpects() throws Exception {
        Customer customer = keep(new Customer());
        RequestValidator validator = new RequestValidator(account.authToken());
        for (String method : List.of("POST", "GET")) {
            create(
                            "ping",
                            6969,
                            "&CallbackMethod=" + method + "&CallbackUrl="
                                    + encode(customer.url("/cb?site=a b".replace(" ", "%20"))))
                    .expect(201);

            Customer.Call call = customer.next();

            String url = customer.url("") + call.uri();
            Map<String, String> signed = method.equals("POST") ? call.parameters() : Map.of();
            assertTrue(validator.validate(url, signed, call.signature()), call::toString);
            assertFalse(new RequestValidator("wrong").validate(url, signed, call.signature()));
        }
    }

    private List<String> run(String what) throws IOException, InterruptedException {
        Path store = scratch.resolve("trust.p12");
        TrustStore.write(authority().authority(), store);
        URI proxy = URI.create(stub.url());
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dfile.encoding=UTF-8",
                "-Dhttps.proxyHost=" + proxy.getHost(),
                "-Dhttps.proxyPort=" + proxy.getPort(),
                "-Djavax.net.ssl.trustStore=" + store,
                "-Djavax.net.ssl.trustStorePassword=" + TrustStore.PASSWORD,
                "-cp",
                classPath(),
                TwilioJava.class.getName(),
                account.sid(),
                account.authToken(),
                what);
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        Process process =
                builder.redirectError(scratch.resolve("errors").toFile()).start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), "ends");
            return (output + "end " + process.exitValue()).lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }

    private static String classPath() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith("test-classes")
                        || LIBRARIES
                                .matcher(String.valueOf(Path.of(entry).getFileName()))
                                .matches())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
