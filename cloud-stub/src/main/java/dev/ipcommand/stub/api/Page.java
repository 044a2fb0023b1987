package dev.ipcommand.stub.api;

import dev.ipcommand.stub.api.PageTokens.Place;
import dev.ipcommand.stub.error.ApiException;
import dev.ipcommand.stub.error.ErrorCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * One page of a list, newest first. A token names the item a page starts behind, not a count of items, so that items that
 * arrive, go, or cease to match meanwhile move nothing.
 *
 * @param size items asked for
 * @param number the client's own count, from 0
 */
record Page(int size, long number, Place place) {
    private static final int DEFAULT_SIZE = 50;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,40}");
    /** Longer numbers would not fit, and mean "as many as there are". */
    private static final int MAX_DIGITS = 18;

    /** Where items come from, each with its number. */
    interface Source<T> {
        /** Up to {@code limit} items with smaller numbers, largest number first. */
        List<Map.Entry<Long, T>> older(long before, int limit);

        /** Up to {@code limit} items with larger numbers, smallest number first. */
        List<Map.Entry<Long, T>> newer(long after, int limit);
    }

    /** What the list is and how it is reached, for the URLs. */
    record Listing(String url, String key, Map<String, String> filters, Function<Place, String> token) {}

    /** Reads PageSize, Page and PageToken; {@code maxSize} clamps. */
    static Page from(Form query, int maxSize, Function<String, Place> tokens) {
        long size = number(query, "PageSize", DEFAULT_SIZE);
        if (size < 1) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, "PageSize: at least 1");
        }
        Place place = query.get("PageToken").map(tokens).orElse(Place.START);
        return new Page((int) Math.min(size, maxSize), number(query, "Page", 0), place);
    }

    private static long number(Form query, String name, long absent) {
        String text = query.get(name).orElse(Long.toString(absent));
        if (!DIGITS.matcher(text).matches()) {
            throw new ApiException(ErrorCode.INVALID_PARAMETER, name + ": a number is needed");
        }
        return text.length() > MAX_DIGITS ? Integer.MAX_VALUE : Long.parseLong(text);
    }

    /** The answer's body: {@code meta} with its seven keys, and the items. */
    <T> Map<String, Object> body(Listing listing, Source<T> source, Function<T, Map<String, Object>> view) {
        long boundary = place.boundary();
        boolean towardsNewer = place.towardsNewer();
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
        boolean hasNewer = towardsNewer
                ? more
                : boundary != Long.MAX_VALUE && !source.newer(first, 1).isEmpty();

        Map<String, Object> meta = new LinkedHashMap<>();
        meta.put("first_page_url", url(listing, 0, Place.START));
        meta.put("key", listing.key());
        meta.put("next_page_url", hasOlder ? url(listing, number + 1, new Place(last, false)) : null);
        meta.put("page", number);
        meta.put("page_size", size);
        meta.put("previous_page_url", hasNewer ? url(listing, Math.max(0, number - 1), new Place(first, true)) : null);
        meta.put("url", url(listing, number, place));
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("meta", meta);
        body.put(listing.key(), views(found, view));
        return body;
    }

    /** Made one by one when they are written: a large page is large as JSON only. */
    private static <T> List<Map<String, Object>> views(
            List<Map.Entry<Long, T>> found, Function<T, Map<String, Object>> view) {
        return new AbstractList<>() {
            @Override
            public Map<String, Object> get(int index) {
                return view.apply(found.get(index).getValue());
            }

            @Override
            public int size() {
                return found.size();
            }
        };
    }

    private String url(Listing listing, long page, Place at) {
        StringBuilder url = new StringBuilder(listing.url()).append('?');
        listing.filters().forEach((name, value) -> url.append(name)
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8))
                .append('&'));
        url.append("PageSize=").append(size).append("&Page=").append(page);
        return (at.equals(Place.START)
                        ? url
                        : url.append("&PageToken=").append(listing.token().apply(at)))
                .toString();
    }
}
