package dev.ipcommand.bench.campaign;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Bytes to send and the bytes that must come back.
 *
 * @param label what is special about it
 */
public record PayloadCase(String label, byte[] sent, byte[] expected) {
    /** The longest payload both ways. */
    public static final int MAX = 1300;

    /** The most arguments of a framed echo: its head, {@code echo#abc: }, has ten bytes. */
    public static final int MAX_ARGUMENTS = 1290;

    /** More of the agent's configuration: the route that {@link #raw} needs, and limits out of the way. */
    public static final String CONFIGURATION =
            """
            [limits]
            commands_per_minute = 10000000
            burst = 1000000
            reply_bytes_per_hour = 0

            [[route]]
            prefix = ""
            handler = "echo"
            reply = "raw"
            """;

    private static final List<String> TRICKY = List.of(
            "line\r\nOK\r\n",
            "\r\nOK\r\n",
            "\r\nERROR\r\n",
            "OK",
            "\"quoted\", \"twice\"",
            "\\\"escaped\\r\\n",
            "\r",
            "\n",
            "\r\n\r\n",
            "\u0000",
            "a\u0000b",
            "\u001a",
            "before\u001aafter",
            "\u001b",
            "> ",
            "\r\n> ",
            "AT+CFUN=1,1\r",
            "+++",
            "\r\n+QIURC: \"recv\",0\r\n",
            "\r\n+QIURC: \"recv\",0,3,\"127.64.0.1\",1\r\nabc\r\n",
            "\r\n+QIURC: \"closed\",0\r\n",
            "\r\n+QIURC: \"pdpdeact\",1\r\n",
            "\r\n+QIRD: 10,\"127.64.0.1\",6969\r\n",
            "\r\nSEND OK\r\n",
            "\r\nSEND FAIL\r\n",
            "\r\n+CME ERROR: 30\r\n",
            "\r\n+IPD5\r\nhello",
            "\r\nRECV FROM:127.64.0.1:6969\r\n+IPD3\r\nabc",
            "\r\n+CIPSEND: 0,5,5\r\n",
            "\r\n+IPCLOSE: 0,1\r\n",
            "\r\n+CIPEVENT: NETWORK CLOSED UNEXPECTEDLY\r\n",
            "\r\n+CEREG: 0\r\n",
            "\r\nNO CARRIER\r\n",
            "\r\nRDY\r\n",
            "\r\nRING\r\n",
            " leading and trailing ",
            "grüße, 日本語, 🚀",
            "#id: x",
            ": ",
            "echo: echo: echo");

    /**
     * Payloads of these lengths for the catch-all route. None begins with a lower-case letter: that would be a text
     * command with a name. Different bytes at each place for each length.
     */
    public static List<PayloadCase> raw(IntStream lengths) {
        return lengths.mapToObj(length -> {
                    byte[] bytes = new byte[length];
                    for (int i = 0; i < length; i++) {
                        bytes[i] = (byte) (i * 7 + length);
                    }
                    bytes[0] = (byte) (0x80 | length);
                    return new PayloadCase("raw, " + length + " bytes", bytes, bytes);
                })
                .toList();
    }

    /** Every byte value: in the middle, at the end, and first where it does not begin a name. */
    public static List<PayloadCase> everyByte() {
        List<PayloadCase> cases = new ArrayList<>();
        for (int value = 0; value < 256; value++) {
            byte[] bytes = {(byte) 0xFF, (byte) value, (byte) 0xFE, (byte) value};
            cases.add(new PayloadCase("raw, byte " + value, bytes, bytes));
            if (value < 'a' || value > 'z') {
                byte[] alone = {(byte) value};
                cases.add(new PayloadCase("raw, byte " + value + " alone", alone, alone));
            }
        }
        return cases;
    }

    /** Framed echoes with arguments of these lengths. */
    public static List<PayloadCase> framed(IntStream lengths) {
        return lengths.mapToObj(length -> {
                    StringBuilder arguments = new StringBuilder();
                    while (arguments.length() < length) {
                        arguments.append((char) (' ' + (arguments.length() + length) % 95));
                    }
                    return framed("framed, " + length + " bytes", id(length), arguments.toString());
                })
                .toList();
    }

    /** Framed echoes of what a modem could take for something else. */
    public static List<PayloadCase> tricky() {
        return IntStream.range(0, TRICKY.size())
                .mapToObj(i -> framed("framed, tricky " + i, "t" + id(i).substring(1), TRICKY.get(i)))
                .toList();
    }

    private static PayloadCase framed(String label, String id, String arguments) {
        byte[] bytes = ("echo#" + id + ": " + arguments).getBytes(StandardCharsets.UTF_8);
        return new PayloadCase(label, bytes, bytes);
    }

    private static String id(int number) {
        String digits = Integer.toString(number, 36);
        return "000".substring(digits.length()) + digits;
    }

    @Override
    public String toString() {
        return label;
    }
}
