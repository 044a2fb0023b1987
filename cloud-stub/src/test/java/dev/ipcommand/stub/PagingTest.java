package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pages of every list: items 17, 19 and 20 of what a faithful stub must do. */
class PagingTest extends RunningStub {
    private static final Set<String> META =
            Set.of("first_page_url", "key", "next_page_url", "page", "page_size", "previous_page_url", "url");

    private String path(Answer page, String url) {
        return page.json().path("meta").path(url).asText().substring(stub.url().length());
    }

    private static List<String> sids(Answer page, String key) {
        List<String> sids = new ArrayList<>();
        page.json().path(key).forEach(item -> sids.add(item.path("sid").asText()));
        return sids;
    }

    private void addOne(String list, int n) throws Exception {
        switch (list) {
            case "IpCommands" -> create("x", 1, "").expect(201);
            case "Sims" ->
                post("/v1/Sims", "RegistrationCode=ABCDE12345&Iccid=89883230000000" + (10_000 + n))
                        .expect(201);
            case "Fleets" -> post("/v1/Fleets", "NetworkAccessProfile=bench").expect(201);
            default -> post("/v1/" + list, "UniqueName=p" + n).expect(201);
        }
    }

    @ParameterizedTest
    @CsvSource({"IpCommands,ip_commands", "Sims,sims", "Fleets,fleets", "NetworkAccessProfiles,network_access_profiles"
    })
    void item17ShouldVisitEachItemOnceNewestFirstWhileOthersArrive(String list, String key) throws Exception {
        for (int i = 0; i < 7; i++) {
            addOne(list, i);
        }
        List<String> all = sids(get("/v1/" + list).expect(200), key);
        List<String> visited = new ArrayList<>();

        Answer page = get("/v1/" + list + "?PageSize=2").expect(200);
        visited.addAll(sids(page, key));
        for (int more = 100; !page.json().path("meta").path("next_page_url").isNull(); more++) {
            addOne(list, more);
            page = get(path(page, "next_page_url")).expect(200);
            visited.addAll(sids(page, key));
        }

        assertEquals(all, visited);
        Set<String> names = new TreeSet<>();
        page.json().path("meta").fieldNames().forEachRemaining(names::add);
        assertEquals(META, names);
        assertEquals(key, page.json().path("meta").path("key").asText());
        Answer back = get(path(page, "previous_page_url")).expect(200);
        assertEquals(
                all.subList(
                        all.size() - sids(page, key).size() - 2,
                        all.size() - sids(page, key).size()),
                sids(back, key));
        assertEquals(sids(page, key), sids(get(path(page, "url")), key));
    }

    @Test
    void item17ShouldNeitherRepeatNorMissWhatMatchesThroughoutWhileOthersCeaseTo() throws Exception {
        List<String> sims = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            sims.add(post("/v1/Sims", "RegistrationCode=ABCDE12345&Iccid=89883230000000" + (10_000 + i))
                    .expect(201)
                    .text("sid"));
        }
        Answer page = get("/v1/Sims?Status=new&PageSize=3").expect(200);
        List<String> visited = new ArrayList<>(sids(page, "sims"));
        // The item the next page begins behind, one before it and one after it no longer match.
        for (int gone : List.of(6, 7, 5)) {
            post("/v1/Sims/" + sims.get(gone), "Status=inactive").expect(202);
            events.await("sim.updated", sims.get(gone));
        }
        while (!page.json().path("meta").path("next_page_url").isNull()) {
            page = get(path(page, "next_page_url")).expect(200);
            visited.addAll(sids(page, "sims"));
        }

        assertEquals(new HashSet<>(visited).size(), visited.size());
        assertTrue(visited.containsAll(
                List.of(sims.get(0), sims.get(1), sims.get(2), sims.get(3), sims.get(4), sims.get(8))));
    }

    @Test
    void item17ShouldRefuseTheTokenOfAnotherListOrAccount() throws Exception {
        for (int i = 0; i < 3; i++) {
            create("x", 1, "").expect(201);
        }
        String token = path(get("/v1/IpCommands?PageSize=1"), "next_page_url");
        token = token.substring(token.indexOf("PageToken="));

        get("/v1/IpCommands?" + token).expect(200);
        get("/v1/IpCommands?PageSize=7&Status=failed&" + token).expect(200);
        get("/v1/Sims?" + token).expectError(400);
        get("/v1/IpCommands?" + token.replace("=PA", "=PB")).expectError(400);
        String last = token.substring(token.length() - 1);
        get("/v1/IpCommands?" + token.substring(0, token.length() - 1) + (last.equals("0") ? "1" : "0"))
                .expectError(400);
        send("GET", "/v1/IpCommands?" + token, "", "Authorization", basic(other.sid(), other.authToken()))
                .expectError(400);
    }

    @Test
    void item19ShouldEndAListWhoseRestHasGrownTooOld() throws Exception {
        for (int i = 0; i < 4; i++) {
            create("old", 1, "").expect(201);
        }
        clock.advance(Duration.ofDays(20));
        create("young", 1, "").expect(201);
        Answer page = get("/v1/IpCommands?PageSize=2").expect(200);
        assertEquals(2, sids(page, "ip_commands").size());

        clock.advance(Duration.ofDays(10));
        Answer next = get(path(page, "next_page_url")).expect(200);

        assertEquals(List.of(), sids(next, "ip_commands"));
        assertTrue(next.json().path("meta").path("next_page_url").isNull());
        assertEquals(
                1, sids(get(path(next, "previous_page_url")), "ip_commands").size());
    }

    @Test
    void item17ShouldAnswerWithALargePageAsWithASmallOne() throws Exception {
        for (int i = 0; i < 120; i++) {
            create("\u00fc\u2713" + i, 1, "").expect(201);
        }
        List<Object> bySmallPages = new ArrayList<>();
        for (String page = "/v1/IpCommands?PageSize=40"; !page.isEmpty(); ) {
            Answer answer = get(page).expect(200);
            answer.json().path("ip_commands").forEach(command -> bySmallPages.add(command.path("payload")));
            page = answer.json().at("/meta/next_page_url").isNull() ? "" : path(answer, "next_page_url");
        }

        Answer large = get("/v1/IpCommands?PageSize=1000").expect(200);

        List<Object> byOne = new ArrayList<>();
        large.json().path("ip_commands").forEach(command -> byOne.add(command.path("payload")));
        assertEquals(bySmallPages, byOne);
        assertEquals(120, byOne.size());
        assertEquals(
                0,
                get("/v1/Fleets?PageSize=1000&NetworkAccessProfile=none")
                        .json()
                        .path("fleets")
                        .size());
    }
}
