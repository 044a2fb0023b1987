package dev.ipcommand.bench.api;

import java.util.List;
import java.util.Optional;

/**
 * The part of the platform's API that the bench needs.
 *
 * <p><b>Threading.</b> One caller at a time. <b>Failures.</b> Every call may throw {@link ApiException}; rate limiting
 * and server errors have been retried before it does.
 */
public interface CommandApi {
    /** Creates a command. A retry after a server error may have created it more than once. */
    IpCommand create(NewCommand command) throws ApiException, InterruptedException;

    /** Reads one command again. */
    IpCommand fetch(String sid) throws ApiException, InterruptedException;

    /** The first page of what came from a Sim. */
    Page fromSim(String sim) throws ApiException, InterruptedException;

    /** The page behind {@link Page#next()}. */
    Page page(String query) throws ApiException, InterruptedException;

    /** How many requests were repeated so far. */
    int retries();

    /**
     * A page of commands in the platform's order, which is not documented.
     *
     * @param next the query of the next page, if there is one
     */
    record Page(List<IpCommand> commands, Optional<String> next) {
        public Page {
            commands = List.copyOf(commands);
        }
    }
}
