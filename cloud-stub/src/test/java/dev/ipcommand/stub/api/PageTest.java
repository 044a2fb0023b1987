package dev.ipcommand.stub.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ipcommand.stub.api.PageTokens.Place;
import dev.ipcommand.stub.dialect.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageTest {
    @ParameterizedTest
    @CsvSource({
        "TWILIO,'',50",
        "TWILIO,PageSize=1000,1000",
        "TWILIO,PageSize=1001,1000",
        "KORE,'',50",
        "KORE,PageSize=100,100",
        "KORE,PageSize=101,100",
        "KORE,PageSize=99999999999999999999,100",
        "KORE,PageSize=,50",
    })
    void item17ShouldClampToTheDialectsLargestPageOfCommands(Dialect dialect, String query, int size) {
        Page page = Page.from(Form.parse(query), dialect.maxPageSize(), token -> Place.START);

        assertEquals(size, page.size());
    }
}
