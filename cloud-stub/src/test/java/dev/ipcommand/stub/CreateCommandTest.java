package dev.ipcommand.stub;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** POST /v1/IpCommands: items 1 to 6, 24 and 25 of what a faithful stub must do. */
class CreateCommandTest extends RunningStub {
    private static final String OK = "Sim=bench-1&Payload=hello&DevicePort=6969";

    @Test
    void item01ShouldAnswerTheThirteenFieldsAsQueued() throws Exception {
        Answer answer = post("/v1/IpCommands", OK).expect(201);

        List<String> names = new ArrayList<>();
        answer.json().fieldNames().forEachRemaining(names::add);
        assertEquals(
                List.of(
                        "sid",
                        "account_sid",
                        "sim_sid",
                        "sim_iccid",
                        "status",
                        "direction",
                        "device_ip",
                        "device_port",
                        "payload_type",
                        "payload",
                        "date_created",
                        "date_updated",
                        "url"),
                names);
        assertTrue(answer.text("sid").matches("HG[0-9a-f]{32}"));
        assertEquals(account.sid(), answer.text("account_sid"));
        assertTrue(answer.text("sim_sid").matches("HS[0-9a-f]{32}"));
        assertEquals(ICCID, answer.text("sim_iccid"));
        assertEquals("queued", answer.text("status"));
        assertEquals("to_sim", answer.text("direction"));
        assertTrue(answer.json().path("device_ip").isNull());
        assertTrue(answer.json().path("device_port").isInt());
        assertEquals("text", answer.text("payload_type"));
        assertEquals("hello", answer.text("payload"));
        assertEquals("2026-01-31T23:59:58Z", answer.text("date_created"));
        assertEquals("2026-01-31T23:59:58Z", answer.text("date_updated"));
        assertEquals(stub.url() + "/v1/IpCommands/" + answer.text("sid"), answer.text("url"));
    }

    @Test
    void item02ShouldTakeASimBySidAndByUniqueNameButNotByIccid() throws Exception {
        String sid = get("/v1/Sims/bench-1").text("sid");

        post("/v1/IpCommands", "Payload=x&DevicePort=1&Sim=" + sid).expect(201);
        post("/v1/IpCommands", "Payload=x&DevicePort=1&Sim=bench-1").expect(201);
        post("/v1/IpCommands", "Payload=x&DevicePort=1&Sim=" + ICCID).expectError(400);
        post("/v1/IpCommands", "Payload=x&DevicePort=1&Sim=nobody").expectError(400);

        assertEquals(2, stored());
    }

    @Test
    void item03ShouldNameAMissingParameter() throws Exception {
        for (String name : List.of("Sim", "Payload", "DevicePort")) {
            String without = Stream.of(OK.split("&", -1))
                    .filter(pair -> !pair.startsWith(name + "="))
                    .reduce("Other=1", (a, b) -> a + "&" + b);
            for (String form : List.of(
                    without, without + "&" + name + "=", without + "&" + name.toLowerCase(Locale.ROOT) + "=1")) {
                Answer answer = post("/v1/IpCommands", form).expectError(400, 20001);
                assertEquals("Missing required parameter " + name + " in the post body", answer.text("message"));
            }
        }
        assertEquals(0, stored());
    }

    @Test
    void items04And24ShouldRefuseBadInputAndStoreNothing() throws Exception {
        String sim = "Sim=bench-1&DevicePort=1&";
        List<String> forms = List.of(
                OK + "&PayloadType=Text",
                OK + "&PayloadType=hex",
                OK + "&CallbackMethod=PUT",
                OK + "&CallbackMethod=post",
                OK + "&CallbackUrl=ftp%3A%2F%2Fexample.com",
                OK + "&CallbackUrl=%2Fcallback",
                OK + "&CallbackUrl=http%3A%2F%2F",
                OK + "&CallbackUrl=not+a+url",
                OK + "&CallbackUrl=http%3A%2F%2Fa%3A65536",
                OK + "&CallbackUrl=http%3A%2F%2Fexample.com%2F" + "a".repeat(2048),
                "Sim=bench-1&Payload=x&DevicePort=0",
                "Sim=bench-1&Payload=x&DevicePort=65536",
                "Sim=bench-1&Payload=x&DevicePort=abc",
                "Sim=bench-1&Payload=x&DevicePort=-1",
                "Sim=bench-1&Payload=x&DevicePort=1.5",
                "Sim=bench-1&Payload=x&DevicePort=%2B1",
                "Sim=bench-1&Payload=x&DevicePort=99999999999999999999",
                sim + "PayloadType=binary&Payload=***",
                sim + "PayloadType=binary&Payload=UE9ORw",
                sim + "PayloadType=binary&Payload=UE9ORw%3D",
                sim + "PayloadType=binary&Payload=UE9ORx%3D%3D",
                sim + "PayloadType=binary&Payload=UE9O%0ARw%3D%3D",
                sim + "PayloadType=binary&Payload=a-_a",
                sim + "Payload=%",
                sim + "Payload=%4",
                sim + "Payload=%zz",
                sim + "Payload=%+1",
                sim + "Payload=%FF%FE",
                sim + "Payload=%C0%80",
                sim + "Payload=%ED%A0%80",
                "{\"Sim\":\"bench-1\"}",
                "");

        assertAll(forms.stream()
                .map(form -> (Executable) () -> post("/v1/IpCommands", form).expectError(400, 20001)));

        assertEquals(0, stored());
    }

    @Test
    void item24ShouldRefuseOtherBodiesAndOtherMethods() throws Exception {
        String auth = basic(account.sid(), account.authToken());
        for (String type : List.of(
                "application/json", "text/plain", "multipart/form-data; boundary=x", FORM + "; charset=utf-16")) {
            send("POST", "/v1/IpCommands", OK, "Authorization", auth, "Content-Type", type)
                    .expectError(400);
        }
        for (String method : List.of("PUT", "DELETE", "PATCH", "OPTIONS")) {
            send(method, "/v1/IpCommands", OK, "Authorization", auth).expectError(405, 20004);
            send(method, "/v1/IpCommands/HG00", OK, "Authorization", auth).expectError(405, 20004);
        }
        post("/v1/Nothing", OK).expectError(404, 20404);
        post("/v2/IpCommands", OK).expectError(404, 20404);
        get("/nothing").expectError(404, 20404);
        assertEquals(
                "The requested resource /Nothing was not found",
                get("/v1/Nothing").text("message"));
        assertEquals(0, stored());
    }

    @Test
    void item24ShouldRefuseABodyOverTheBoundAndStayHealthy() throws Exception {
        post("/v1/IpCommands", OK + "&X=" + "a".repeat(1 << 20)).expectError(413);
        raw("POST /v1/IpCommands HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nAuthorization: "
                        + basic(account.sid(), account.authToken())
                        + "\r\nTransfer-Encoding: chunked\r\n\r\n20000\r\n" + "b".repeat(0x20000) + "\r\n0\r\n\r\n")
                .expectError(413);

        assertEquals(0, stored());
        post("/v1/IpCommands", OK).expect(201);
    }

    @Test
    void item05ShouldTake1300BytesAndRefuse1301() throws Exception {
        byte[] most = new byte[1300];
        byte[] tooMany = new byte[1301];
        String binary = "&PayloadType=binary";

        create("é".repeat(650), 1, "").expect(201);
        create("é".repeat(650) + "x", 1, "").expectError(400);
        create("😀".repeat(325), 1, "").expect(201);
        create("😀".repeat(326), 1, "").expectError(400);
        create(base64(most), 1, binary).expect(201);
        create(base64(tooMany), 1, binary).expectError(400);

        assertEquals(3, stored());
    }

    @Test
    void item06ShouldTakeOnlyReadyAndActiveSimsOfAFleetWithData() throws Exception {
        for (String sim : List.of("new", "inactive", "scheduled", "no-fleet", "data-off")) {
            post("/v1/IpCommands", "Payload=x&DevicePort=1&Sim=" + sim).expectError(400);
        }
        assertEquals(0, stored());
        for (String sim : List.of("ready", "active")) {
            post("/v1/IpCommands", "Payload=x&DevicePort=1&Sim=" + sim).expect(201);
        }
    }

    @Test
    void item25ShouldTakeFormsAsClientsWriteThem() throws Exception {
        String auth = basic(account.sid(), account.authToken());
        String form = "DevicePort=7&Payload=a+b%20c%2B&&Payload=second&Unknown=1&Sim=bench-1&=&Empty";
        for (String type :
                List.of(FORM, FORM + "; charset=UTF-8", "Application/X-WWW-Form-Urlencoded;charset=\"utf-8\"")) {
            Answer answer = send("POST", "/v1/IpCommands", form, "Authorization", auth, "Content-Type", type);
            assertEquals("a b c+", answer.expect(201).text("payload"));
        }
        raw("POST /v1/IpCommands HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nAuthorization: " + auth
                        + "\r\nContent-Length: " + OK.length() + "\r\n\r\n" + OK)
                .expect(201);
    }

    @Test
    void shouldKeepTextWithNulAndLinesAsItIs() throws Exception {
        String text = "line\r\n\0\"quote\" \u2028 ünï 😀";

        Answer answer = create(text, 1, "").expect(201);

        assertEquals(text, answer.text("payload"));
        assertEquals(text, get("/v1/IpCommands/" + answer.text("sid")).text("payload"));
    }
}
