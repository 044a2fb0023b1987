package dev.ipcommand.bench.foreign;

/** What the vendors' documents leave open, or what firmware is known to do in more than one way. */
enum Freedom {
    /** ATE0 is answered with OK and changes nothing. */
    ECHO_STAYS,
    /** Payload bytes come back while they are taken. */
    PAYLOAD_ECHO,
    /** Each line of information text between line ends of its own, instead of one block. */
    LINES_APART,
    /** {@code +QIOPEN:0,0} instead of {@code +QIOPEN: 0,0}. */
    NO_SPACE,
    /** {@code >} with nothing after it. */
    BARE_PROMPT,
    /** A prompt with a line of its own before it. */
    PROMPT_AFTER_TWO_LINES,
    /** Nothing after the bytes of a pushed or read datagram. */
    NO_TRAILER,
    /** The next URC follows a pushed datagram without a line end between. */
    GLUED_URC,
    /** The delayed result of an open comes before the final result. */
    RESULT_FIRST,
    /** The delayed result of an open or a send comes seconds after the final result. */
    RESULT_LATE,
    /** Cells in registration lines without quotes. */
    UNQUOTED_CELLS,
    /** Addresses without quotes wherever a manual shows them so. */
    UNQUOTED_ADDRESS,
    /** An IPv6 address beside the IPv4 one. */
    SECOND_ADDRESS,
    /** Error texts in lower case. */
    LOWER_CASE,
    /** Errors by number, whatever CMEE says. */
    NUMERIC_ERRORS,
    /** {@code +CMEE} can neither be set nor read. */
    NO_CMEE,
    /** Whatever is optional is refused with CME error 4. */
    OPTIONAL_UNSUPPORTED,
    /** Whatever is optional is refused with a plain ERROR. */
    OPTIONAL_ERROR,
    /** Only {@code +CGREG} shows a registration; the other two are refused or idle. */
    ONLY_CGREG,
    /** Only {@code +CREG} shows a registration. */
    ONLY_CREG,
    /** More fields than the session needs in registration lines: RAC, causes, timers. */
    LONG_REGISTRATION,
    /** Lines end with CR LF, and nothing is before them. */
    NO_LEADING_LINE_END,
    /** The ICCID without its prefix. */
    BARE_ICCID,
    /** No command reads the ICCID. */
    NO_ICCID,
    /** An odd profile is stored: result codes as digits until ATV1. */
    NUMERIC_RESULTS,
    /** The radio cannot be switched off. */
    NO_FLIGHT_MODE,
    /** Received data are always buffered (SIMCom). */
    ALWAYS_BUFFERED,
    /** No URC about registration at all. */
    SILENT_REGISTRATION,
    /** ATI says more than three lines. */
    LONG_ATI,
    /** {@code +CGMM: "EC25"} and the like. */
    PREFIXED_IDENTITY,
    /** The URC about buffered data has a length. */
    RECV_WITH_LENGTH,
    /** URCs between echo and answer, and between answer and final result. */
    URCS_EVERYWHERE,
    /** Each byte alone, with pauses. */
    BYTEWISE,
    /** What is typed while a command runs is thrown away, instead of kept for later. */
    NO_TYPE_AHEAD,
    /** The SIM is busy for some seconds after the start. */
    SIM_BUSY,
    /** Noise and boot messages when the port is opened. */
    BOOT_NOISE,
    /** The context is up before anybody asks for it, and stays so over the DTE's restart. */
    CONTEXT_UP,
    /** A pushed datagram is announced by {@code +RECV FROM:} (SIMCom). */
    PLUS_RECV_FROM,
    /** A pushed datagram is announced by {@code +RECEIVE,link,length} (SIMCom). */
    RECEIVE_HEADER
}
