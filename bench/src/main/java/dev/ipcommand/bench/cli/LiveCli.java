package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.api.ApiException;
import dev.ipcommand.bench.api.Authentication;
import dev.ipcommand.bench.api.ClientCredentials;
import dev.ipcommand.bench.api.HttpCommandApi;
import dev.ipcommand.bench.api.Pace;
import dev.ipcommand.bench.live.LivePlan;
import dev.ipcommand.bench.live.LiveReport;
import dev.ipcommand.bench.live.LiveRun;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code bench live}. */
@Command(
        name = "live",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends IP Commands to one Sim through the public API and waits for the answers by polling:",
            "no webhook and no public address needed."
        },
        footer = {
            "",
            "Credentials come from the environment only:",
            "  basic  IPCOMMAND_ACCOUNT_SID and IPCOMMAND_AUTH_TOKEN, or TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN,",
            "         or an API key: TWILIO_API_KEY and TWILIO_API_SECRET",
            "  kore   KORE_CLIENT_ID and KORE_CLIENT_SECRET",
            "",
            "Exit status: 0 every command got its right answer, 1 not every one, 2 wrong usage,",
            "             3 the API refused or did not answer (with its own message).",
            "",
            "On the device the agent must listen on --port; 'echo' answers anyone unless it is configured otherwise."
        })
final class LiveCli implements Callable<Integer> {
    private static final int FREE_OF_CHARGE = 10;
    private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Option(
            names = "--base-url",
            required = true,
            paramLabel = "URL",
            description = {
                "https://supersim.twilio.com, https://supersim.api.korewireless.com,",
                "or the stub's, for example http://127.0.0.1:8080"
            })
    @SuppressWarnings("NullAway.Init") // required
    private URI baseUrl;

    @Option(names = "--sim", required = true, description = "SID (HS…), unique name or ICCID")
    @SuppressWarnings("NullAway.Init") // required
    private String sim;

    enum Auth {
        BASIC,
        KORE
    }

    @Option(names = "--auth", defaultValue = "basic", description = "basic (Twilio, stub) or kore; default basic")
    private Auth auth = Auth.BASIC;

    @Option(
            names = "--token-url",
            paramLabel = "URL",
            description = "with --auth kore; default KORE's, or the stub's own if --base-url is on this machine")
    private @Nullable URI tokenUrl;

    @Option(names = "--port", defaultValue = "6969", description = "the device's UDP port; default ${DEFAULT-VALUE}")
    private int port;

    @Option(names = "--count", defaultValue = "1", description = "commands to send; default ${DEFAULT-VALUE}")
    private int count;

    @Option(
            names = "--text",
            description =
                    "the command, for example 'checkin: firmware update'; default an echo. Gets an id: name#id: …")
    private @Nullable String text;

    @Option(
            names = "--exact",
            description = {
                "send --text as it is, without an id; one command at a time,",
                "and the first new answer that fits counts"
            })
    private boolean exact;

    @Option(
            names = "--size",
            paramLabel = "BYTES",
            description = "an echo filled up to this payload size, at most 1300")
    private @Nullable Integer size;

    @Option(names = "--timeout", defaultValue = "30s", description = "for each answer; default ${DEFAULT-VALUE}")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--interval", defaultValue = "1s", description = "between commands; default ${DEFAULT-VALUE}")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--poll", defaultValue = "1s", description = "between looks for answers; default ${DEFAULT-VALUE}")
    private Duration poll = Duration.ofSeconds(1);

    @Option(names = "--report", paramLabel = "FILE", description = "write a JSON report, without identities")
    private @Nullable Path report;

    @Option(names = "--yes", description = "send more than " + FREE_OF_CHARGE + " commands through a real platform")
    private boolean yes;

    @Option(names = "--insecure-http", description = "allow http to another machine: credentials travel in the clear")
    private boolean insecureHttp;

    private final PrintStream out = System.out;
    private final PrintStream err = System.err;

    @Override
    public Integer call() {
        check();
        String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
        LiveReport result;
        try {
            HttpCommandApi api = new HttpCommandApi(baseUrl, authentication(), Pace.ofTheMachine());
            String known = sim.matches("89\\d{16,18}") ? api.simByIccid(sim) : sim;
            result = fly(api, plan(known));
        } catch (ApiException refused) {
            err.println("bench: " + refused.getMessage());
            return 3;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
        out.print(result.text());
        result.problem().ifPresent(why -> err.println("bench: " + why.getMessage()));
        return write(result, started) ? result.exitStatus() : 1;
    }

    private LiveReport fly(HttpCommandApi api, LivePlan plan) {
        out.println("This run sends " + plan.count() + (plan.count() == 1 ? " IP Command" : " IP Commands")
                + " to one Sim through " + baseUrl.getHost() + ".");
        LiveRun run = new LiveRun(api, plan, Pace.ofTheMachine(), newRun(), out::println);
        CountDownLatch reported = new CountDownLatch(1);
        Thread main = Thread.currentThread();
        Thread interrupted = new Thread(
                () -> {
                    run.stop();
                    main.interrupt();
                    await(reported);
                },
                "live-stop");
        Runtime.getRuntime().addShutdownHook(interrupted);
        LiveReport result = run.run();
        if (Thread.interrupted()) {
            out.println("Stopped early; so far:");
            out.print(result.text());
            out.flush();
            write(result, Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
            reported.countDown();
            await(new CountDownLatch(1)); // the machine is going down: its status is that of the signal
        }
        reported.countDown();
        Runtime.getRuntime().removeShutdownHook(interrupted);
        return result;
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(3, TimeUnit.SECONDS)) {
                return; // long enough: the machine goes down without it
            }
        } catch (InterruptedException again) {
            Thread.currentThread().interrupt();
        }
    }

    private static String newRun() {
        SecureRandom random = new SecureRandom();
        StringBuilder run = new StringBuilder();
        for (int i = 0; i < 6; i++) {
            run.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return run.toString();
    }

    private LivePlan plan(String known) {
        return new LivePlan(
                known,
                port,
                count,
                new LivePlan.Message(
                        text == null ? "echo: ip command bench" : text,
                        size == null ? OptionalInt.empty() : OptionalInt.of(size),
                        exact),
                new LivePlan.Timing(timeout, interval, poll));
    }

    private void check() {
        boolean local = HttpCommandApi.isLoopback(baseUrl);
        if (baseUrl.getHost() == null || !("http".equals(baseUrl.getScheme()) || "https".equals(baseUrl.getScheme()))) {
            throw wrong("--base-url: an http or https URL");
        }
        if ("http".equals(baseUrl.getScheme()) && !local && !insecureHttp) {
            throw wrong("--base-url: http would show the credentials to everybody on the way; use https");
        }
        if (text != null && size != null) {
            throw wrong("--text and --size: one of them");
        }
        if (exact && text == null) {
            throw wrong("--exact needs --text");
        }
        if (!local && count > FREE_OF_CHARGE && !yes) {
            throw wrong("this would spend " + count + " IP Commands on a real platform: add --yes");
        }
        String problem = plan(sim).problem();
        if (!problem.isEmpty()) {
            throw wrong(problem);
        }
    }

    private Authentication authentication() {
        Map<String, String> environment = System.getenv();
        if (auth == Auth.KORE) {
            return pair(environment, "KORE_CLIENT_ID", "KORE_CLIENT_SECRET")
                    .map(pair ->
                            (Authentication) new ClientCredentials(tokenUrl(), pair[0], pair[1], Pace.ofTheMachine()))
                    .orElseThrow(() -> wrong("--auth kore: set KORE_CLIENT_ID and KORE_CLIENT_SECRET"));
        }
        return pair(environment, "IPCOMMAND_ACCOUNT_SID", "IPCOMMAND_AUTH_TOKEN")
                .or(() -> pair(environment, "TWILIO_ACCOUNT_SID", "TWILIO_AUTH_TOKEN"))
                .or(() -> pair(environment, "TWILIO_API_KEY", "TWILIO_API_SECRET"))
                .map(pair -> Authentication.basic(pair[0], pair[1]))
                .orElseThrow(() -> wrong("--auth basic: set IPCOMMAND_ACCOUNT_SID and IPCOMMAND_AUTH_TOKEN"
                        + " (or TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN)"));
    }

    private URI tokenUrl() {
        if (tokenUrl != null) {
            return tokenUrl;
        }
        return HttpCommandApi.isLoopback(baseUrl)
                ? baseUrl.resolve(ClientCredentials.KORE_TOKEN_URL.getPath())
                : ClientCredentials.KORE_TOKEN_URL;
    }

    private static Optional<String[]> pair(Map<String, String> environment, String user, String secret) {
        String first = environment.getOrDefault(user, "");
        String second = environment.getOrDefault(secret, "");
        return first.isEmpty() || second.isEmpty() ? Optional.empty() : Optional.of(new String[] {first, second});
    }

    private boolean write(LiveReport result, String started) {
        if (report == null) {
            return true;
        }
        try {
            Files.writeString(report, result.json(platform(), started));
            return true;
        } catch (IOException unwritable) {
            err.println("bench: cannot write the report: " + unwritable);
            return false;
        }
    }

    private String platform() {
        String host = baseUrl.getHost();
        if (HttpCommandApi.isLoopback(baseUrl)) {
            return "loopback";
        }
        return host.endsWith(".twilio.com") ? "twilio" : host.endsWith(".korewireless.com") ? "kore" : "other";
    }

    private ParameterException wrong(String what) {
        return new ParameterException(spec.commandLine(), what);
    }
}
