package dev.ipcommand.stub.api;

import dev.ipcommand.stub.account.Resource;
import dev.ipcommand.stub.account.Table;
import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Predicate;

/** Answers with a page of a list, the same way for each resource. Threading: safe. */
final class Lists {
    /** Largest page where no dialect says less. */
    static final int MAX_PAGE_SIZE = 1000;
    /** Items of a page that is no longer put together in memory: many clients may ask for one at once. */
    private static final int LARGE = 100;

    private final PageTokens tokens = new PageTokens();

    /**
     * What one list is.
     *
     * @param key what its items are called in the body
     * @param filters names of the query's parameters that select items
     */
    record Shape(String key, int maxPageSize, List<String> filters) {
        Shape(String key, String... filters) {
            this(key, MAX_PAGE_SIZE, List.of(filters));
        }
    }

    /** Answers with the page the query asks for. */
    <T> void answer(
            Context context,
            Shape shape,
            Page.Source<T> source,
            Function<Views, Function<T, Map<String, Object>>> view) {
        Form query = Request.query(context);
        String base = Request.base(context);
        String scope = Request.account(context).sid() + " " + HttpFront.resource(context);
        Map<String, String> filters = new LinkedHashMap<>();
        for (String name : shape.filters()) {
            query.get(name).ifPresent(value -> filters.put(name, value));
        }
        Page page = Page.from(query, shape.maxPageSize(), token -> tokens.place(token, scope));
        Page.Listing listing =
                new Page.Listing(base + context.path(), shape.key(), filters, place -> tokens.token(place, scope));
        Map<String, Object> body = page.body(listing, source, view.apply(new Views(base)));
        if (page.size() > LARGE && body.get(shape.key()) instanceof List<?> items) {
            Json.answer(context, Objects.requireNonNull(body.get("meta")), shape.key(), items);
        } else {
            Json.answer(context, 200, body);
        }
    }

    /** The account's resources of a table that match. */
    static <T extends Resource> Page.Source<T> of(Table<T> table, String accountSid, Predicate<T> filter) {
        Predicate<T> all = filter.and(resource -> resource.accountSid().equals(accountSid));
        return new Page.Source<>() {
            @Override
            public List<Map.Entry<Long, T>> older(long before, int limit) {
                return table.older(before, limit, all);
            }

            @Override
            public List<Map.Entry<Long, T>> newer(long after, int limit) {
                return table.newer(after, limit, all);
            }
        };
    }

    /** A list that fits one page, whatever happens. */
    static <T> Page.Source<T> fixed(List<T> items) {
        return new Page.Source<>() {
            @Override
            public List<Map.Entry<Long, T>> older(long before, int limit) {
                return items.stream()
                        .limit(limit)
                        .map(item -> Map.entry(1L, item))
                        .toList();
            }

            @Override
            public List<Map.Entry<Long, T>> newer(long after, int limit) {
                return List.of();
            }
        };
    }
}
