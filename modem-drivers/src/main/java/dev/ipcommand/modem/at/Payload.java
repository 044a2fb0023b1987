package dev.ipcommand.modem.at;

import java.time.Duration;

/**
 * Raw bytes that a modem asks for with a prompt and then counts.
 *
 * @param bytes all of them; written in one go
 * @param prompt the prompt's character, at the start of a line
 * @param promptDeadline how long the prompt may take; without it nothing is sent
 * @param inputWindow how long the modem may go on counting bytes that do not come; within it nothing at all is written
 *     after a failure, for it would leave the modem as payload
 * @param escape whether ESC is documented to end the counting
 */
@SuppressWarnings("ArrayRecordComponent") // raw bytes, handed over, never compared
public record Payload(byte[] bytes, char prompt, Duration promptDeadline, Duration inputWindow, boolean escape) {}
