package dev.ipcommand.stub.client;

import com.twilio.Twilio;
import com.twilio.base.Page;
import com.twilio.exception.ApiException;
import com.twilio.rest.supersim.v1.IpCommand;
import com.twilio.rest.supersim.v1.Sim;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of a customer's, as twilio-java's documentation would have it: nothing in it knows of a stub. A test runs it in
 * a JVM of its own and gives that JVM a proxy and a trust store.
 *
 * <p>Arguments: account SID, token, then {@code tour} or {@code create}. Prints {@code step value...} lines.
 */
public final class TwilioJava {
    private static final String SIM = "bench-1";

    private TwilioJava() {}

    public static void main(String[] arguments) {
        Twilio.init(arguments[0], arguments[1]);
        try {
            if (arguments[2].equals("tour")) {
                tour();
            } else {
                create("ping");
            }
        } catch (ApiException refusal) {
            say("refused", refusal.getStatusCode(), refusal.getCode(), refusal.getMessage());
        }
    }

    private static IpCommand create(String payload) {
        IpCommand command = IpCommand.creator(SIM, payload, 6969).create();
        say("created", command.getSid(), command.getStatus(), command.getDirection(), command.getDateCreated());
        return command;
    }

    private static void tour() {
        IpCommand first = create("one");
        create("two");
        create("three & more: ÄÖ\u0000");
        say("fetched", IpCommand.fetcher(first.getSid()).fetch().getPayload());

        List<String> listed = new ArrayList<>();
        IpCommand.reader().setPageSize(2L).read().forEach(command -> listed.add(command.getPayload()));
        say("listed", listed.size(), listed.get(0).equals("three & more: ÄÖ\u0000"), listed.get(2));
        Page<IpCommand> page = IpCommand.reader().setPageSize(2L).firstPage();
        say("page", page.getRecords().size(), page.getNextPageUrl("supersim"));

        say("updated", Sim.updater(SIM).setUniqueName("renamed").update().getUniqueName());
        IpCommand.creator("nobody", "x", 1).create();
    }

    private static void say(String step, Object... values) {
        StringBuilder line = new StringBuilder(step);
        for (Object value : values) {
            line.append(' ').append(value);
        }
        System.out.println(line);
    }
}
