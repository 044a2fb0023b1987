package dev.ipcommand.stub.webhook;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Item 14 of what a faithful stub must do: KORE's own example. */
class KoreSignatureTest {
    private static final String VECTOR = "f562d3959f68b5a30fc7a63f8bbf40987f633575f4231ffceb4f76dd154ea3ce";

    private static Callback callback(String url, CallbackMethod method, Optional<String> secret) {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("field1", "value1");
        parameters.put("field2", "value2");
        return new Callback("HG", new CallbackKeys("token", secret), new Destination(url, method), parameters);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://testendpoint.com",
                "https://testendpoint.com#cbs=kore",
                "https://testendpoint.com?foo1=bar1&foo2=bar2",
                "https://testendpoint.com?foo1=bar1#cbs=kore"
            })
    void item14ShouldMatchTheVectorWithoutQueryAndFragment(String url) {
        assertEquals(VECTOR, KoreSignature.of(callback(url, CallbackMethod.POST, Optional.of("12345"))));
    }

    @Test
    void item14ShouldSignMethodAndUrlAloneForAGet() {
        assertEquals(
                KoreSignature.hash("12345GEThttps://testendpoint.com"),
                KoreSignature.of(callback("https://testendpoint.com?x=1", CallbackMethod.GET, Optional.of("12345"))));
    }

    @Test
    void item14ShouldBeEmptyWithoutASecret() {
        assertEquals("", KoreSignature.of(callback("https://testendpoint.com", CallbackMethod.POST, Optional.empty())));
    }
}
