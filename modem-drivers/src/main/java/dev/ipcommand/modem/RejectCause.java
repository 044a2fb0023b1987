package dev.ipcommand.modem;

/**
 * Why a network refused, for a person: the cause of 24.008 §10.5.5.14 (GMM) and 24.301 §9.9.3.9 (EMM), which share their numbers.
 * {@code +CEREG}, {@code +CGREG} and {@code +CREG} print it as {@code <reject_cause>} (27.007 §10.1.22).
 */
public final class RejectCause {
    private RejectCause() {}

    /** What the cause means, without its number; a number that is not in the tables says so. */
    public static String describe(int cause) {
        return switch (cause) {
            case 2 -> "IMSI unknown to its home network";
            case 3 -> "illegal subscriber or device";
            case 4 -> "IMSI unknown in the visitor register";
            case 5 -> "IMEI not accepted";
            case 6 -> "illegal device";
            case 7 -> "packet services not allowed";
            case 8 -> "packet and other services not allowed";
            case 9 -> "identity cannot be derived by the network";
            case 10 -> "implicitly detached";
            case 11 -> "network not allowed (PLMN)";
            case 12 -> "area not allowed";
            case 13 -> "roaming not allowed in this area";
            case 14 -> "packet services not allowed in this network";
            case 15 -> "no suitable cells in this area";
            case 16 -> "switching centre temporarily not reachable";
            case 17 -> "network failure";
            case 18 -> "circuit-switched domain not available";
            case 19 -> "session management failure";
            case 20 -> "authentication failed (MAC)";
            case 21 -> "authentication failed (synchronisation)";
            case 22 -> "congestion";
            case 23 -> "security capabilities do not match";
            case 24 -> "security mode rejected";
            case 25 -> "not authorised for this closed group";
            case 26 -> "authentication not acceptable";
            case 31 -> "redirected to 5G";
            case 35 -> "requested service not authorised in this network";
            case 39 -> "circuit-switched service temporarily not available";
            case 40 -> "no data context activated";
            case 42 -> "severe network failure";
            case 48 -> "retry in a new cell";
            case 95, 96, 97, 98, 99, 100, 101, 111 -> "protocol error";
            default -> "cause not in 24.008 or 24.301";
        };
    }
}
