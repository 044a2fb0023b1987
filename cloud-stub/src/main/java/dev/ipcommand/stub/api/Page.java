package dev.ipcommand.stub.api;

import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One page of a list, newest first. A token names the item a page starts behind, not a count of items, so that items that
 * arrive meanwhile move nothing.
 *
 * @param size items asked for
 * @param number the client's own count, from 0
 * @param boundary number of the item the page lies next to
 * @param towardsNewer true for a page before the boundary
 */
record Page(int size, long number, long boundary, boolean towardsNewer) {
    private static final int DEFAULT_SIZE = 50;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");
    private static final Pattern TOKEN = Pattern.compile("P([AB])([0-9a-f]{16})");

    /** Where items come from, each with its number. */
    interface Source<T> {
        /** Up to {@code limit} items with smaller numbers, largest number first. */
        List<Map.Entry<Long, T>> older(long before, int limit);

        /** Up to {@code limit} items with larger numbers, smallest number first. */
        List<Map.Entry<Long, T>> newer(long after, int limit);
    }

    /** What the list is and how it is reached, for the URLs. */
    record Listing(String url, String key, Map<String, String> filters) {}

    /** Reads PageSize, Page and PageToken; {@code maxSize} clamps. */
    static Page from(Form query, int maxSize) {
        long size = number(query, "PageSize", DEFAULT_SIZE);
        if (size < 1) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, "PageSize: at least 1");
        }
        long number = number(query, "Page", 0);
        int clamped = (int) Math.min(size, maxSize);
        if (query.get("PageToken").isEmpty()) {
            return new Page(clamped, number, Long.MAX_VALUE, false);
        }
        Matcher token = TOKEN.matcher(query.require("PageToken"));
        if (!token.matches()) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, "PageToken: not one of ours");
        }
        long boundary = Long.parseUnsignedLong(token.group(2), 16);
        if (boundary < 0) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, "PageToken: not one of ours");
        }
        return new Page(clamped, number, boundary, "B".equals(token.group(1)));
    }

    private static long number(Form query, String name, long absent) {
        String text = query.get(name).orElse(Long.toString(absent));
        if (!DIGITS.matcher(text).matches()) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, name + ": a number is needed");
        }
        return Long.parseLong(text);
    }

    /** The answer's body: {@code meta} with its seven keys, and the items. */
    <T> Map<String, Object> body(Listing listing, Source<T> source, Function<T, Map<String, Object>> view) {
        List<Map.Entry<Long, T>> found =
                new ArrayList<>(towardsNewer ? source.newer(boundary, size + 1) : source.older(boundary, size + 1));
        boolean more = found.size() > size;
        if (more) {
            found.remove(size);
        }
        if (towardsNewer) {
            Collections.reverse(found);
        }
        long first = found.isEmpty() ? boundary : found.get(0).getKey();
        long last = found.isEmpty() ? boundary : found.get(found.size() - 1).getKey();
        boolean hasOlder = towardsNewer ? !source.older(last, 1).isEmpty() : more;
        boolean hasNewer = towardsNewer ? more : !source.newer(first, 1).isEmpty() && boundary != Long.MAX_VALUE;

        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("first_page_url", url(listing, 0, ""));
        meta.put("key", listing.key());
        meta.put("next_page_url", hasOlder ? url(listing, number + 1, token('A', last)) : null);
        meta.put("page", number);
        meta.put("page_size", size);
        meta.put("previous_page_url", hasNewer ? url(listing, Math.max(0, number - 1), token('B', first)) : null);
        meta.put(
                "url",
                url(listing, number, boundary == Long.MAX_VALUE ? "" : token(towardsNewer ? 'B' : 'A', boundary)));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("meta", meta);
        body.put(
                listing.key(),
                found.stream().map(entry -> view.apply(entry.getValue())).toList());
        return body;
    }

    private String url(Listing listing, long page, String token) {
        StringBuilder url = new StringBuilder(listing.url()).append('?');
        listing.filters().forEach((name, value) -> url.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        url.append("PageSize=").append(size).append("&Page=").append(page);
        return (token.isEmpty() ? url : url.append("&PageToken=").append(token)).toString();
    }

    private static String token(char kind, long boundary) {
        String hex = Long.toHexString(boundary);
        return "P" + kind + "0".repeat(16 - hex.length()) + hex;
    }

    /** A short list, oldest first, as a source. */
    static <T> Source<T> source(List<T> oldestFirst) {
        TreeMap<Long, T> numbered = new TreeMap<>();
        oldestFirst.forEach(item -> numbered.put(numbered.size() + 1L, item));
        return new Source<>() {
            @Override
            public List<Map.Entry<Long, T>> older(long before, int limit) {
                return List.copyOf(
                                numbered.headMap(before, false).descendingMap().entrySet())
                        .stream()
                        .limit(limit)
                        .toList();
            }

            @Override
            public List<Map.Entry<Long, T>> newer(long after, int limit) {
                return numbered.tailMap(after, false).entrySet().stream()
                        .limit(limit)
                        .toList();
            }
        };
    }
}
