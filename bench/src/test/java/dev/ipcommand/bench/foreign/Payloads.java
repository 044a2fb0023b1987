package dev.ipcommand.bench.foreign;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Payloads that look like what a modem says. None begins with a lower-case letter: the catch-all route takes them. */
final class Payloads {
    private Payloads() {}

    static List<byte[]> all() {
        return Stream.concat(
                        Stream.of(
                                        "\u0000",
                                        "\r\nOK\r\n",
                                        "\r\nSEND OK\r\n",
                                        "\r\n+QIURC: \"closed\",0\r\n",
                                        "\r\n+QIURC: \"pdpdeact\",1\r\n",
                                        "+QIURC: \"recv\",0,5,\"127.64.0.1\",1\r\n",
                                        "\"quoted\", \"twice\r\n",
                                        "\u001a",
                                        "\u001b",
                                        "\r\n> ",
                                        "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
                                        "\r\nRDY\r\n",
                                        "\r\nERROR\r\n\r\n+CME ERROR: 30\r\n")
                                .map(text -> text.getBytes(StandardCharsets.ISO_8859_1)),
                        Stream.of(bytes(256), bytes(1300)))
                .toList();
    }

    /** Every value in turn. */
    static byte[] bytes(int length) {
        byte[] all = new byte[length];
        for (int i = 0; i < length; i++) {
            all[i] = (byte) (255 - i);
        }
        return all;
    }
}
