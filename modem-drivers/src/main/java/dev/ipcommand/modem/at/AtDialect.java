package dev.ipcommand.modem.at;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the engine must know of a modem's dialect to read its byte stream: data, supplied by the driver.
 *
 * @param blocks headers that announce raw bytes
 * @param urcs lines that are never an answer's free text
 * @param gap the pause the modem wants between a final result and the next command
 */
public record AtDialect(List<BlockRule> blocks, List<UrcType> urcs, Duration gap) {
    public AtDialect {
        blocks = List.copyOf(blocks);
        urcs = List.copyOf(urcs);
    }

    /** The same with another pause. */
    public AtDialect withGap(Duration value) {
        return new AtDialect(blocks, urcs, value);
    }

    /** Both dialects at once, for the time before the modem is identified. */
    public AtDialect and(AtDialect other) {
        return new AtDialect(
                Stream.concat(blocks.stream(), other.blocks.stream()).toList(),
                Stream.concat(urcs.stream(), other.urcs.stream()).distinct().toList(),
                gap.compareTo(other.gap) >= 0 ? gap : other.gap);
    }

    boolean isUrc(String line) {
        for (UrcType type : urcs) {
            if (type.matches(line)) {
                return true;
            }
        }
        return false;
    }

    boolean isBoot(String line) {
        for (UrcType type : urcs) {
            if (type.boot() && type.matches(line)) {
                return true;
            }
        }
        return false;
    }
}
