package dev.ipcommand.bench.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One request, with patience: 429 and server errors are repeated with growing pauses, other refusals are told in the
 * platform's own words. Follows no redirects: they would carry credentials elsewhere.
 *
 * <p><b>Threading.</b> One caller at a time.
 */
final class Http {
    private static final int MAX_BODY = 16 * 1024 * 1024;
    private static final int MAX_MESSAGE = 400;
    private static final int TRIES_ON_429 = 8;
    private static final int TRIES_ON_5XX = 3;
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(10))
            .build();
    private final Pace pace;
    private final @Nullable Authentication authentication;
    private int retries;

    Http(Pace pace) {
        this(pace, null);
    }

    Http(Pace pace, @Nullable Authentication authentication) {
        this.pace = pace;
        this.authentication = authentication;
    }

    /**
     * @param form null = GET
     * @param json null = no JSON body
     */
    record Request(String method, URI uri, @Nullable Map<String, String> form, @Nullable String json) {
        static Request get(URI uri) {
            return new Request("GET", uri, null, null);
        }

        static Request post(URI uri, Map<String, String> form) {
            return new Request("POST", uri, form, null);
        }

        static Request post(URI uri, String json) {
            return new Request("POST", uri, null, json);
        }

        static Request put(URI uri, String json) {
            return new Request("PUT", uri, null, json);
        }
    }

    int retries() {
        return retries;
    }

    JsonNode call(Request request) throws ApiException, InterruptedException {
        boolean renewed = false;
        for (int attempt = 1; ; attempt++) {
            Answer answer = once(request);
            if (answer.status >= 200 && answer.status < 300) {
                return answer.json();
            }
            if ((answer.status == 401 || answer.status == 403) && !renewed && renew()) {
                renewed = true;
                retries++;
                continue;
            }
            boolean patient = answer.status == 0 || answer.status >= 500;
            boolean again = answer.status == 429 ? attempt < TRIES_ON_429 : patient && attempt < TRIES_ON_5XX;
            if (!again) {
                throw answer.refusal(request, attempt);
            }
            retries++;
            pace.pause(answer.retryAfter.orElse(Duration.ofMillis(500L << Math.min(attempt - 1, 6))));
        }
    }

    private boolean renew() {
        return authentication != null && authentication.renew();
    }

    private Answer once(Request request) throws ApiException, InterruptedException {
        HttpRequest.Builder builder = HttpRequest.newBuilder(request.uri)
                .timeout(Duration.ofSeconds(30))
                .header("Accept", "application/json");
        if (authentication != null) {
            builder.header("Authorization", authentication.header());
        }
        Map<String, String> form = request.form;
        String json = request.json;
        if (form != null) {
            builder.header("Content-Type", "application/x-www-form-urlencoded")
                    .method(request.method, HttpRequest.BodyPublishers.ofString(encode(form)));
        } else if (json != null) {
            builder.header("Content-Type", "application/json")
                    .method(request.method, HttpRequest.BodyPublishers.ofString(json));
        } else {
            builder.method(request.method, HttpRequest.BodyPublishers.noBody());
        }
        try {
            HttpResponse<InputStream> response =
                    client.send(builder.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                return new Answer(
                        response.statusCode(),
                        new String(body.readNBytes(MAX_BODY), StandardCharsets.UTF_8),
                        retryAfter(response));
            }
        } catch (ConnectException refused) {
            return new Answer(0, "cannot connect", Optional.empty());
        } catch (IOException broken) {
            String why = broken.getMessage();
            return new Answer(0, why == null ? broken.getClass().getSimpleName() : why, Optional.empty());
        }
    }

    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)))
                .map(asked -> asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked);
    }

    static String encode(Map<String, String> form) {
        return form.entrySet().stream()
                .map(field -> URLEncoder.encode(field.getKey(), StandardCharsets.UTF_8) + "="
                        + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** @param status 0 = none came; the body then says why */
    private record Answer(int status, String body, Optional<Duration> retryAfter) {
        JsonNode json() throws ApiException {
            try {
                return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
            } catch (JsonProcessingException notJson) {
                throw new ApiException(status, 0, "the answer (status " + status + ") is not JSON: is this the API?");
            }
        }

        ApiException refusal(Request request, int attempts) {
            String where = request.method + " " + request.uri.getHost() + request.uri.getPath();
            String tried = attempts > 1 ? " after " + attempts + " tries" : "";
            if (status == 0) {
                return new ApiException(0, 0, where + ": no answer" + tried + ": " + oneLine(body));
            }
            JsonNode json;
            try {
                json = json();
            } catch (ApiException notJson) {
                return new ApiException(status, 0, where + ": status " + status + tried);
            }
            int code = json.path("code").asInt(0);
            String said = firstText(json, "message", "error_description", "detail", "error");
            return new ApiException(
                    status,
                    code,
                    where + ": status " + status + tried + (code == 0 ? "" : ", code " + code)
                            + (said.isEmpty() ? "" : ": " + oneLine(said)));
        }

        private static String firstText(JsonNode json, String... names) {
            for (String name : names) {
                if (json.path(name).isTextual()) {
                    return json.path(name).asText();
                }
            }
            return "";
        }

        private static String oneLine(String text) {
            String line = text.replaceAll("\\p{Cntrl}+", " ").strip();
            return line.length() > MAX_MESSAGE ? line.substring(0, MAX_MESSAGE) + " …" : line;
        }
    }
}
