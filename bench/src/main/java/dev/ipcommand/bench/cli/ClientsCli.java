package dev.ipcommand.bench.cli;

import dev.ipcommand.bench.clients.ClientsBench;
import dev.ipcommand.bench.clients.PublicClient;
import dev.ipcommand.bench.process.ProcessException;
import dev.ipcommand.bench.process.Workplace;
import dev.ipcommand.bench.rig.Installation;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code bench clients}. */
@Command(
        name = "clients",
        mixinStandardHelpOptions = true,
        description = {
            "The platform's public clients, unmodified, against a stub of their own through CONNECT and TLS:",
            "create, fetch, list over two pages, and an error, each.",
            "The first run fetches them from Maven Central and npm into .build/clients (about 220 MB)."
        },
        footer = {"", "Exit status: 0 every step passed, 1 not every one or a failure, 2 wrong usage."})
final class ClientsCli implements Callable<Integer> {
    @Option(
            names = "--client",
            paramLabel = "NAME",
            converter = Name.class,
            description = "one only, or several: twilio-java, twilio-node, twilio-cli, curl; default: all")
    private List<PublicClient> clients = List.of(PublicClient.values());

    private final PrintStream out = System.out;

    /** Names as their makers spell them. */
    static final class Name implements ITypeConverter<PublicClient> {
        @Override
        public PublicClient convert(String word) {
            return Arrays.stream(PublicClient.values())
                    .filter(client -> client.word().equals(word))
                    .findFirst()
                    .orElseThrow(() ->
                            new TypeConversionException("'" + word + "' is none of " + List.of(PublicClient.values())));
        }
    }

    @Override
    public Integer call() {
        try {
            Workplace place = Workplace.create("clients");
            List<ClientsBench.Result> results =
                    new ClientsBench(Installation.find(), place.children(), place.directory()).run(clients);
            String row = "%-12s %-9s %-7s %s";
            out.println(row.formatted("client", "version", "step", ""));
            for (ClientsBench.Result one : results) {
                String outcome = one.passed() ? "ok" : one.problem();
                out.println(String.format(Locale.ROOT, row, one.client(), one.version(), one.step(), outcome));
            }
            return results.stream().allMatch(ClientsBench.Result::passed) ? 0 : 1;
        } catch (IOException | ProcessException failed) {
            System.err.println("clients: " + failed.getMessage());
            return 1;
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
            return 1;
        }
    }
}
