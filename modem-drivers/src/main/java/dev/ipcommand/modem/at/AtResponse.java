package dev.ipcommand.modem.at;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a modem answered to one command.
 *
 * @param lines the information text that the command claimed, in order
 * @param result the final result code
 * @param delayedLine the result that names an id, if the command waits for one ({@code +QIOPEN: 0,0})
 */
public record AtResponse(List<Line> lines, FinalResultCode result, Optional<String> delayedLine) {
    /**
     * One line of information text.
     *
     * @param text without its line end
     * @param data the raw bytes that it announced, or null
     */
    @SuppressWarnings("ArrayRecordComponent") // raw bytes, handed over, never compared
    public record Line(String text, byte @Nullable [] data) {}

    public AtResponse {
        lines = List.copyOf(lines);
    }

    /** The last claimed line that starts so, without the start: a URC of the same shape may stand before the answer. */
    public Optional<String> last(String prefix) {
        for (int i = lines.size() - 1; i >= 0; i--) {
            String text = lines.get(i).text();
            if (text.startsWith(prefix)) {
                return Optional.of(text.substring(prefix.length()).strip());
            }
        }
        return Optional.empty();
    }

    /** The text of every line. */
    public List<String> texts() {
        return lines.stream().map(Line::text).toList();
    }
}
