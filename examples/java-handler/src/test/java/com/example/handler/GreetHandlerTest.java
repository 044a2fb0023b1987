package com.example.handler;

import dev.ipcommand.handler.CommandStatus;
import dev.ipcommand.handler.test.HandlerTester;
import org.junit.jupiter.api.Test;

class GreetHandlerTest {
    @Test
    void shouldGreetByName() {
        HandlerTester.of(new GreetProvider()).send("bob").expectText("hello bob");
    }

    @Test
    void shouldAnswerWithTheSendersId() {
        HandlerTester.of(new GreetProvider()).id("7").send("bob").expectDatagram("greet#7: hello bob");
    }

    @Test
    void shouldGreetAsConfigured() {
        HandlerTester.of(new GreetProvider()).setting("greeting", "hi").send("bob").expectText("hi bob");
    }

    @Test
    void shouldRefuseAnEmptyGreeting() {
        HandlerTester.of(new GreetProvider()).setting("greeting", "").expectInvalidSetting("greeting");
    }

    @Test
    void shouldSayWhatANameIs() {
        HandlerTester.of(new GreetProvider())
                .send(" ")
                .expectFailure(CommandStatus.INVALID_ARGUMENT, "a name of 1 to 40 characters");
    }
}
