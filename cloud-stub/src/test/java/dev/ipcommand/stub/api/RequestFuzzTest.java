package dev.ipcommand.stub.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.ipcommand.stub.api.PageTokens.Place;
import dev.ipcommand.stub.error.ApiException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What holds for any form, query and page token. Runs over the saved inputs; {@code bin/bench fuzz --target form} and
 * {@code page} look for more.
 */
class RequestFuzzTest {
    private static final String SCOPE = "AC1 /Sims";
    /** With a key made anew in each run: no saved input can be a token of it. */
    private final PageTokens tokens = new PageTokens();

    @FuzzTest(maxDuration = "3m")
    void shouldReadEveryFormAsItIsOrRefuseIt(byte[] body) {
        String text = new String(body, ISO_8859_1);
        try {
            check(text, Form.parse(text));
        } catch (ApiException refusal) {
            require(refusal.httpStatus() == 400, "a client's fault");
        }
        String value = new String(body, UTF_8);
        String encoded = URLEncoder.encode(value, UTF_8);
        Form again = Form.parse("a=1&b=" + encoded + "&b=2");
        require(again.given("b").equals(Optional.of(value)), "what was encoded comes back");
    }

    /** The JDK's decoder repairs what is malformed, but agrees on what is not. */
    private static void check(String text, Form form) {
        String first = text.split("&", 2)[0];
        int equals = first.indexOf('=');
        if (equals > 0) {
            String name = new String(first.substring(0, equals).getBytes(ISO_8859_1), UTF_8);
            String value = new String(first.substring(equals + 1).getBytes(ISO_8859_1), UTF_8);
            String expected = URLDecoder.decode(value, UTF_8);
            require(
                    form.given(URLDecoder.decode(name, UTF_8)).equals(Optional.of(expected)),
                    "the first parameter is read");
        }
    }

    @FuzzTest(maxDuration = "3m")
    void shouldTakeNoTokenButItsOwn(byte[] input) {
        String text = new String(input, ISO_8859_1);
        require(refused(text, SCOPE), "a token nobody made");
        pageFrom("PageToken=" + text);
        pageFrom(text);

        long boundary = Arrays.hashCode(input) * 0x9E37_79B9_7F4A_7C15L;
        Place place = new Place(boundary, (boundary & 1) == 0);
        String own = tokens.token(place, SCOPE);
        require(own.matches("[A-Za-z0-9]{34}"), "fit for a URL");
        require(tokens.place(own, SCOPE).equals(place), "its own");
        require(refused(own, "AC2 /Sims"), "of another account");
        int at = Math.floorMod(Arrays.hashCode(input), own.length());
        char spoilt = own.charAt(at) == '0' ? '1' : '0';
        require(refused(own.substring(0, at) + spoilt + own.substring(at + 1), SCOPE), "spoilt at " + at);
    }

    private void pageFrom(String query) {
        Map<String, Place> asked = new HashMap<>();
        try {
            Page page = Page.from(Form.parse(query), 100, token -> {
                Place place = tokens.place(token, SCOPE);
                asked.put(token, place);
                return place;
            });
            require(asked.isEmpty() && page.place().equals(Place.START), "no place but the start");
            require(page.size() >= 1 && page.size() <= 100 && page.number() >= 0, "within bounds");
        } catch (ApiException refusal) {
            require(refusal.httpStatus() == 400, "a client's fault");
        }
    }

    private boolean refused(String token, String scope) {
        try {
            tokens.place(token, scope);
            return false;
        } catch (ApiException refusal) {
            return refusal.httpStatus() == 400;
        }
    }

    private static void require(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
