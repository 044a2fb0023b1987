package dev.ipcommand.stub.cli;

import dev.ipcommand.stub.CloudStub;
import dev.ipcommand.stub.StubSettings;
import dev.ipcommand.stub.account.Account;
import dev.ipcommand.stub.config.ConfigException;
import dev.ipcommand.stub.config.ConfigFile;
import dev.ipcommand.stub.control.Fields;
import dev.ipcommand.stub.control.NetworkFields;
import dev.ipcommand.stub.dialect.Dialect;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.network.Change;
import dev.ipcommand.stub.network.Conditions;
import java.io.IOException;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.Objects;
import java.util.Optional;
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
        subcommands = {NetworkCommand.class, CaCommand.class},
        description = {
            "The IP Commands API, its webhooks and its packet network, for a desk.",
            "Prints 'READY http://HOST:PORT' on standard output when it serves; logs go to standard error.",
            ""
        },
        footer = {
            "",
            "Credentials: the account SID and its token derive from --seed, equal at each start, unless given.",
            "Show them with:  cloud-stub --show-credentials [--seed N]",
            "With --dialect kore that is the id and secret of an API client; they derive from SID and token.",
            "A token of your own is best given in the environment, where 'ps' does not show it:",
            "  CLOUD_STUB_AUTH_TOKEN=... cloud-stub --account-sid AC...",
            "",
            "Unmodified clients of the platforms' names reach it as their HTTP proxy (CONNECT and TLS), see:",
            "  cloud-stub ca",
            "",
            "The bench's own interface is under /_stub/: health, sims, sims/{sid, iccid or name}/network, network",
            "(every Sim at once), commands, deliveries, faults, clock, events. Its console is the page at /."
        })
public final class Main implements Callable<Integer> {
    @CommandLine.ArgGroup(
            validate = false,
            heading = "%nThe packet network at the start, for every Sim ('cloud-stub network' changes it later):%n")
    private NetworkOptions network = new NetworkOptions();

    @CommandLine.Mixin
    private final Options options = new Options();

    @CommandLine.Mixin
    private final TlsOptions tls = new TlsOptions();

    @CommandLine.Spec
    private CommandLine.Model.@org.jspecify.annotations.Nullable CommandSpec spec;

    Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        StubSettings settings;
        Optional<ConfigFile> file = Optional.empty();
        try {
            if (options.config != null) {
                file = Optional.of(ConfigFile.read(options.config));
                file.get().options().forEach(this::setUnlessGiven);
            }
            settings = options.settings(System.getenv(), file);
            tls.addTo(settings, System.getenv());
            network(settings);
        } catch (ConfigException e) {
            e.problems().forEach(System.err::println);
            return 2;
        } catch (IllegalArgumentException | ApiException e) {
            String text = String.valueOf(e.getMessage());
            return problem(2, file.map(f -> f.locate(text)).orElse(text));
        }
        if (options.showCredentials) {
            for (Account account : settings.world().accounts()) {
                print(account);
            }
            return 0;
        }
        return serve(settings);
    }

    /** What the network options say, for every Sim. */
    private void network(StubSettings settings) {
        Change change = NetworkFields.change(new Fields(network.fields(), NetworkFields.NAMES));
        // What does not go together is found now, not in the middle of the start.
        var unused = change.conditions().apply(Conditions.IDEAL);
        settings.networkOfAll(change);
    }

    private void print(Account account) {
        if (options.dialect().credentials() == Dialect.Credentials.BEARER) {
            System.out.println("KORE_CLIENT_ID=" + account.kore().id());
            System.out.println("KORE_CLIENT_SECRET=" + account.kore().secret());
        } else {
            System.out.println("TWILIO_ACCOUNT_SID=" + account.sid());
            System.out.println("TWILIO_AUTH_TOKEN=" + account.authToken());
        }
    }

    /** The command line wins over the file. */
    private void setUnlessGiven(String option, Object value) {
        CommandLine.Model.CommandSpec own = Objects.requireNonNull(spec);
        if (!own.commandLine().getParseResult().hasMatchedOption(option)) {
            Objects.requireNonNull(own.findOption(option), option).setValue(value);
        }
    }

    private int serve(StubSettings settings) throws InterruptedException {
        CloudStub stub;
        try {
            stub = CloudStub.start(settings, InstantSource.system());
        } catch (SocketException e) {
            return problem(1, "cannot bind the gateway to UDP " + options.gateway + ": " + e.getMessage());
        } catch (IOException e) {
            return problem(1, "cannot write the journal: " + e);
        } catch (ApiException e) {
            return problem(2, "the network cannot be set up: " + e.text());
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
