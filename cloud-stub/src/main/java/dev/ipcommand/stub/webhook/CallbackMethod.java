package dev.ipcommand.stub.webhook;

/** How a callback carries its parameters: GET in the query, POST as a form. */
public enum CallbackMethod {
    GET,
    POST
}
