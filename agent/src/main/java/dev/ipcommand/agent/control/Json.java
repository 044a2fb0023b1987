package dev.ipcommand.agent.control;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;

/** The one JSON factory: streaming only, strict, bounded. Safe for any thread. */
final class Json {
    /** A request or an answer is one line of at most this many bytes, without its end. */
    static final int MAX_LINE = 64 * 1024;

    /** An array of objects in an object; whatever nests deeper is not ours. */
    private static final int MAX_DEPTH = 8;

    static final JsonFactory FACTORY = JsonFactory.builder()
            // Of two fields with one name, two readers may believe different ones.
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Its excerpt of the input would put payloads into messages and logs.
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(MAX_DEPTH)
                    .maxStringLength(MAX_LINE)
                    .maxNumberLength(32)
                    .build())
            .build();

    private Json() {}
}
