package dev.ipcommand.modem.trace;

import java.io.ByteArrayOutputStream;

/** Bytes as a transcript writes them. */
final class Escapes {
    private Escapes() {}

    static String escape(byte[] bytes, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            boolean last = i == to - 1;
            switch (b) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '\\' -> text.append("\\\\");
                case '{' -> text.append("\\x7B");
                default -> {
                    if (b < ' ' || b > '~' || (b == ' ' && last)) {
                        text.append(String.format(java.util.Locale.ROOT, "\\x%02X", b));
                    } else {
                        text.append((char) b);
                    }
                }
            }
        }
        return text.toString();
    }

    static byte[] unescape(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i++);
            if (c != '\\') {
                bytes.write(c);
                continue;
            }
            char kind = i < text.length() ? text.charAt(i++) : '\\';
            switch (kind) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 'x' -> {
                    bytes.write(Integer.parseInt(text.substring(i, i + 2), 16));
                    i += 2;
                }
                default -> bytes.write(kind);
            }
        }
        return bytes.toByteArray();
    }
}
