import com.twilio.Twilio;
import com.twilio.exception.ApiException;
import com.twilio.rest.supersim.v1.IpCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Without arguments every step; with one, a single command with that payload. */
public final class Client {
    private static final String SIM = System.getenv("BENCH_SIM");
    private static final int PORT = Integer.parseInt(System.getenv().getOrDefault("BENCH_PORT", "6969"));

    public static void main(String[] arguments) {
        Twilio.init(System.getenv("TWILIO_ACCOUNT_SID"), System.getenv("TWILIO_AUTH_TOKEN"));
        if (arguments.length > 0) {
            step("create", () -> create(SIM, arguments[0]).getSid().startsWith("HG") ? "" : "no SID");
            return;
        }
        List<IpCommand> created = new ArrayList<>();
        step("create", () -> {
            for (String payload : List.of("one", "two", "three")) {
                created.add(create(SIM, payload));
            }
            return created.get(0).getDateCreated() != null ? "" : created.get(0).toString();
        });
        step("fetch", () -> {
            IpCommand one = IpCommand.fetcher(created.get(0).getSid()).fetch();
            return one.getPayload().equals("one") ? "" : one.toString();
        });
        step("list", () -> {
            List<String> payloads = new ArrayList<>();
            IpCommand.reader().setSim(SIM).setPageSize(2L).read().forEach(command -> payloads.add(command.getPayload()));
            payloads.sort(null);
            return payloads.equals(List.of("one", "three", "two")) ? "" : payloads.toString();
        });
        step("error", () -> {
            try {
                create("nobody", "x");
                return "nothing was refused";
            } catch (ApiException refusal) {
                boolean right = refusal.getStatusCode() == 400 && refusal.getCode() == 83005;
                return right ? "" : refusal.toString();
            }
        });
    }

    private static IpCommand create(String sim, String payload) {
        return IpCommand.creator(sim, payload, PORT).create();
    }

    private static void step(String name, Callable<String> action) {
        String wrong;
        try {
            wrong = action.call();
        } catch (ApiException refusal) {
            wrong = refusal.getStatusCode() + " " + refusal.getCode() + " " + refusal.getMessage();
        } catch (Exception failure) {
            wrong = failure.toString();
        }
        System.out.println(wrong.isEmpty() ? name + " ok" : name + " failed: " + wrong.replace('\n', ' '));
    }
}
