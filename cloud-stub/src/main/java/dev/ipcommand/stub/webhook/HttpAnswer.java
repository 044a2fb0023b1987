package dev.ipcommand.stub.webhook;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The answer to one request, as RFC 9112 frames it. The headers and the body are read and thrown away, at most 64 KiB of
 * each: nothing in them matters to a callback, and their sender is not to be trusted.
 *
 * <p>Threading: not safe. Failures: an answer that is cut short, too long or not HTTP is an {@link IOException} that says so.
 */
final class HttpAnswer {
    private static final int MAX_HEAD = 64 * 1024;
    private static final int MAX_BODY = 64 * 1024;
    private static final Pattern STATUS_LINE = Pattern.compile("HTTP/1\\.[01] ([1-9][0-9]{2})(?: .*)?");
    private static final Pattern LENGTH = Pattern.compile("[0-9]{1,18}");
    private static final Pattern CHUNK = Pattern.compile("([0-9a-fA-F]{1,15})(?:[;\\s].*)?");

    private final InputStream in;
    private int headLeft = MAX_HEAD;
    private int status;
    private boolean chunked;
    private long length;

    HttpAnswer(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /** Reads status line and headers, interim answers included, and returns the status. */
    int head() throws IOException {
        do {
            String first = line();
            Matcher matcher = STATUS_LINE.matcher(first);
            if (!matcher.matches()) {
                throw new IOException(first.isEmpty() ? "closed without an answer" : "the answer is not HTTP/1.1");
            }
            status = Integer.parseInt(matcher.group(1));
            headers();
        } while (status / 100 == 1);
        return status;
    }

    private void headers() throws IOException {
        chunked = false;
        length = -1;
        for (String line = line(); !line.isEmpty(); line = line()) {
            String header = line.toLowerCase(Locale.ROOT).replaceAll("\\s+", "");
            if (header.startsWith("transfer-encoding:")) {
                chunked = header.endsWith("chunked");
            } else if (header.startsWith("content-length:")) {
                String value = header.substring("content-length:".length());
                if (!LENGTH.matcher(value).matches()) {
                    throw new IOException("the answer's Content-Length is not a number");
                }
                length = Long.parseLong(value);
            }
        }
    }

    /** Reads the body to its end. */
    void skipBody() throws IOException {
        if (status == 204 || status == 304) {
            return;
        }
        if (chunked) {
            skipChunks();
        } else if (length >= 0) {
            skip(length, 0);
        } else if (in.readNBytes(MAX_BODY + 1).length > MAX_BODY) {
            throw tooLong();
        }
    }

    private void skipChunks() throws IOException {
        long read = 0;
        while (true) {
            Matcher matcher = CHUNK.matcher(line());
            if (!matcher.matches()) {
                throw new IOException("the answer's body is not properly chunked");
            }
            long size = Long.parseLong(matcher.group(1), 16);
            if (size == 0) {
                break;
            }
            skip(size, read);
            read += size;
            line();
        }
        // Trailers count as headers and mean as much.
        headers();
    }

    private void skip(long size, long before) throws IOException {
        if (before + size > MAX_BODY) {
            throw tooLong();
        }
        if (in.readNBytes((int) size).length < size) {
            throw new EOFException("the answer ended in the middle of its body");
        }
    }

    private static IOException tooLong() {
        return new IOException("the answer's body is longer than " + MAX_BODY + " bytes");
    }

    /** A line without its end; empty at the end of the stream before the status line. */
    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                if (status == 0 && line.length() == 0) {
                    return "";
                }
                throw new EOFException("the answer ended in the middle of its headers");
            }
            if (--headLeft < 0) {
                throw new IOException("the answer's headers are longer than " + MAX_HEAD + " bytes");
            }
            line.append((char) c);
        }
        int end = line.length();
        return end > 0 && line.charAt(end - 1) == '\r' ? line.substring(0, end - 1) : line.toString();
    }
}
