package dev.ipcommand.modem;

/** What a modem can do over AT beyond 27.007. */
public enum Capability {
    /** UDP sockets of its own that receive from any peer. */
    EMBEDDED_UDP,
    /** Received datagrams come with their sender. */
    REPORTS_SOURCE
}
