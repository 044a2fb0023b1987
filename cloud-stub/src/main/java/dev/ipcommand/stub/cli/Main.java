package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.CloudStub;
import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.account.Account;
import java.io.IOException;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;

/** The {@code cloud-stub} command: 0 = ended by a signal, 1 = an address could not be had, 2 = wrong usage. */
@CommandLine.Command(
        name = "cloud-stub",
        mixinStandardHelpOptions = true,
        version = "cloud-stub 0.1.0",
        sortOptions = false,
        usageHelpAutoWidth = true,
        subcommands = CaCommand.class,
        description = {
            "The IP Commands API, its webhooks and its packet network, for a desk.",
            "Prints 'READY http://HOST:PORT' on standard output when it serves; logs go to standard error.",
            ""
        },
        footer = {
            "",
            "Credentials: the account SID and its token derive from --seed, equal at each start, unless given.",
            "Show them with:  cloud-stub --show-credentials [--seed N]",
            "A token of your own is best given in the environment, where 'ps' does not show it:",
            "  CLOUD_STUB_AUTH_TOKEN=... cloud-stub --account-sid AC...",
            "",
            "Unmodified clients of the platforms' names reach it as their HTTP proxy (CONNECT and TLS), see:",
            "  cloud-stub ca",
            "",
            "The bench's own interface is under /_stub/: health, sims/{sid or iccid}/network, deliveries,",
            "faults, clock, events."
        })
public final class Main implements Callable<Integer> {
    @CommandLine.Mixin
    private final Options options = new Options();

    @CommandLine.Mixin
    private final TlsOptions tls = new TlsOptions();

    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        StubSettings settings;
        try {
            settings = options.settings(System.getenv());
            tls.addTo(settings, System.getenv());
        } catch (IllegalArgumentException e) {
            return problem(2, e.getMessage());
        }
        if (options.showCredentials) {
            for (Account account : settings.world().accounts()) {
                System.out.println("TWILIO_ACCOUNT_SID=" + account.sid());
                System.out.println("TWILIO_AUTH_TOKEN=" + account.authToken());
            }
            return 0;
        }
        return serve(settings);
    }

    private int serve(StubSettings settings) throws InterruptedException {
        CloudStub stub;
        try {
            stub = CloudStub.start(settings, InstantSource.system());
        } catch (SocketException e) {
            return problem(1, "cannot bind the gateway to UDP " + options.gateway + ": " + e.getMessage());
        } catch (IOException e) {
            return problem(1, "cannot write the journal: " + e);
        } catch (RuntimeException e) {
            return problem(1, "cannot bind HTTP to " + options.http + ": " + rootMessage(e));
        }
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(stub), "shutdown"));
        System.out.println("READY " + stub.url());
        System.out.flush();
        new CountDownLatch(1).await();
        return 0;
    }

    /** Ends with status 0: being asked to stop is not a failure. */
    private static void stop(CloudStub stub) {
        Thread watchdog = new Thread(
                () -> {
                    try {
                        Thread.sleep(4000);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                    Runtime.getRuntime().halt(0);
                },
                "shutdown-limit");
        watchdog.setDaemon(true);
        watchdog.start();
        stub.close();
        Runtime.getRuntime().halt(0);
    }

    private static String rootMessage(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage());
    }

    private static int problem(int status, @org.jspecify.annotations.Nullable String text) {
        System.err.println("cloud-stub: " + text);
        return status;
    }
}
