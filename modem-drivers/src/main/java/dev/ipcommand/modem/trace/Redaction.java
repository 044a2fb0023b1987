package dev.ipcommand.modem.trace;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Takes out of lines of text what belongs to one device, one card or one person, and leaves their shape: equal stays equal,
 * lengths stay but for addresses.
 *
 * <p>What looks like an identity is one: every run of seven digits and more, wherever it stands. Places and cells are known by
 * their commands, in answers, news and commands alike.
 *
 * <p>Not thread-safe.
 */
final class Redaction {
    /** Digits of an IMEI, IMSI, ICCID or phone number, maybe grouped; and hexadecimal, as files of the card are read. */
    private static final String RUNS = "[0-9A-Fa-f]{14,}|[0-9]{7,}|[0-9](?:[- ]?[0-9]){13,}";

    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w.])[0-9]{1,3}(?:\\.[0-9]{1,3}){3}(?:(?:\\.[0-9]{1,3}){4,12})?(?![\\w.])");
    private static final Pattern ADDRESS_6 =
            Pattern.compile("(?<![0-9A-Fa-f:])[0-9A-Fa-f]{0,4}(?::[0-9A-Fa-f]{0,4}){3,7}");
    private static final Pattern NUMBER = Pattern.compile("\"[+][0-9]{4,}\"|" + RUNS);
    private static final Pattern ANY_NUMBER = Pattern.compile("\"[+*#]?[0-9*#]{3,}\"|" + RUNS);
    private static final Pattern CALLS = Pattern.compile(
            "(?i).*[+](CNUM|CLIP|COLP|CCWA|CSCA|CMT|CMTI|CMGR|CMGL|CMGS|CMGW|CDS|CPBR|CPBW|CPBF|CLCC|CUSD|CCFC)\\b.*",
            Pattern.DOTALL);
    private static final Pattern QUOTED = Pattern.compile("\"[^\"]*\"");
    private static final Pattern VALUE =
            Pattern.compile("0[xX][0-9A-Fa-f]+|[0-9A-Fa-f]*[0-9][0-9A-Fa-f]*|(?<![A-Za-z])[A-Fa-f]{2,}(?![A-Za-z])");

    private static final Pattern SECRET =
            Pattern.compile("(?i).*[+^*#](CPIN2?|CPUK2?|CPWD|CLCK|SPIN|QPIN|EPIN)=.*", Pattern.DOTALL);
    /** Whose quoted strings are all user names and passwords. */
    private static final Pattern LOGIN = Pattern.compile(
            "(?i).*[+^*#](CGAUTH|CGSOCKAUTH|QCGAUTH|PDPAUTH|SGAUTH|UAUTHREQ|CGPCO|USERID|PASSW).*", Pattern.DOTALL);
    /** Whose quoted strings but the first, the access point's name, are. */
    private static final Pattern ACCESS = Pattern.compile(
            "(?i).*[+^*#](QICSGP|CNCFG|CSTT|UPSD|KCNXCFG|SICA|SICS|QIREGAPP|SAPBR)\\b.*", Pattern.DOTALL);

    private static final Pattern REGISTRATION = Pattern.compile("(\\s*\\+C(?:|G|E|5G)REG:)(.*)", Pattern.DOTALL);
    /** Mode, state, network, then area, cell and physical cell; levels follow, which drivers read. */
    private static final Pattern SERVING = Pattern.compile("(\\s*\\+CPSI:)(.*)", Pattern.DOTALL);

    private static final int SERVING_AREA = 3;
    /** What lists cells and places. */
    private static final Pattern PLACE = Pattern.compile(
            "(?i)(\\s*[+^*#](?:QENG|CENG|CCED|CNETCI|QCELLLOC|QNWCELL|QCELLINFO|UCGED|UCELLINFO|CGED|SMONI|SMONC|MONI|RFSTS|"
                    + "SERVINFO|KCELL|KBND|QGPSLOC|QGPSGNMEA|CGPSINFO|CGNSINF|CGNSSINFO|CLBS|CIPGSMLOC|UULOC|UGRMC|CNBP|"
                    + "QSCAN|CSURV)\\b\\s*[:=])(.*)",
            Pattern.DOTALL);

    private static final Pattern FILE = Pattern.compile("(\\s*\\+CRSM:[^\"]*\"?)([0-9A-Fa-f]{20})(\"?\\s*)");

    private final Map<String, String> numbers = new HashMap<>();
    private final Map<String, String> addresses = new HashMap<>();
    private final Map<String, String> cells = new HashMap<>();

    /** A line, or several, as they may be seen. */
    String text(String line) {
        String text = line;
        if (SECRET.matcher(text).matches()) {
            int value = text.indexOf('=');
            text = text.substring(0, value) + text.substring(value).replaceAll("[0-9]", "0");
        }
        if (LOGIN.matcher(text).matches()) {
            text = quoted(text, 0);
        } else if (ACCESS.matcher(text).matches()) {
            text = quoted(text, 1);
        }
        Matcher registration = REGISTRATION.matcher(text);
        Matcher serving = SERVING.matcher(text);
        Matcher place = PLACE.matcher(text);
        Matcher file = FILE.matcher(text);
        if (registration.matches()) {
            return registration.group(1) + registration(registration.group(2));
        } else if (serving.matches()) {
            return serving.group(1) + serving(serving.group(2));
        } else if (place.matches()) {
            return place.group(1) + replaced(VALUE, place.group(2), this::cell);
        } else if (file.matches()) {
            return file.group(1) + file(file.group(2)) + file.group(3);
        }
        text = replaced(ADDRESS, text, this::address);
        text = replaced(ADDRESS_6, text, address -> address.replaceAll("[0-9A-Fa-f]", "0"));
        // In one go: what was put in must not be taken for what it replaced.
        return replaced(CALLS.matcher(text).matches() ? ANY_NUMBER : NUMBER, text, this::identity);
    }

    private String identity(String found) {
        return found.startsWith("\"") ? phone(found) : run(found);
    }

    private String serving(String fields) {
        String[] parts = fields.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            boolean cell = i >= SERVING_AREA && i < SERVING_AREA + 3;
            parts[i] = cell ? replaced(VALUE, parts[i], this::cell) : replaced(NUMBER, parts[i], this::identity);
        }
        return String.join(",", parts);
    }

    private static String replaced(Pattern pattern, String text, UnaryOperator<String> by) {
        return pattern.matcher(text)
                .replaceAll((MatchResult found) -> Matcher.quoteReplacement(by.apply(found.group())));
    }

    /** Quoted strings after the first so many become x, as long as they were. */
    private static String quoted(String text, int spared) {
        int[] count = {0};
        return replaced(
                QUOTED, text, found -> count[0]++ < spared ? found : "\"" + "x".repeat(found.length() - 2) + "\"");
    }

    /** Area and cell follow the status, which follows the mode in the form that is an answer; wherever quoted, too. */
    private String registration(String fields) {
        String[] parts = fields.split(",", -1);
        boolean read = parts.length > 1
                && parts[0].strip().matches("[0-5]")
                && parts[1].strip().matches("[0-9]|10");
        int status = read ? 1 : 0;
        for (int i = status + 1; i < parts.length; i++) {
            boolean cell = i <= status + 2 || parts[i].contains("\"");
            parts[i] = cell ? replaced(VALUE, parts[i], this::cell) : replaced(NUMBER, parts[i], this::identity);
        }
        return String.join(",", parts);
    }

    private String cell(String value) {
        if (value.length() < 2) {
            return value;
        }
        String prefix = value.matches("0[xX].*") ? value.substring(0, 2) : "";
        String digits = value.substring(prefix.length());
        return prefix + cells.computeIfAbsent(digits, found -> counted(found, cells.size() + 1, 16));
    }

    /** Ten bytes of a card's file, digits swapped: redacted as what they say, so that its number stays the same number. */
    private String file(String hex) {
        String number = swapped(hex);
        int padding = number.length();
        while (padding > 0 && "Ff".indexOf(number.charAt(padding - 1)) >= 0) {
            padding--;
        }
        String digits = number.substring(0, padding);
        return swapped((digits.matches("[0-9]{7,}") ? number(digits) : run(number.substring(0, padding)))
                + number.substring(padding));
    }

    private static String swapped(String hex) {
        StringBuilder other = new StringBuilder();
        for (int i = 0; i + 1 < hex.length(); i += 2) {
            other.append(hex.charAt(i + 1)).append(hex.charAt(i));
        }
        return other.toString();
    }

    private String phone(String quoted) {
        StringBuilder text = new StringBuilder();
        String digits = quoted.replaceAll("[^0-9]", "");
        String replacement = number(digits);
        int next = 0;
        for (int i = 0; i < quoted.length(); i++) {
            char c = quoted.charAt(i);
            text.append(c >= '0' && c <= '9' ? replacement.charAt(next++) : c);
        }
        return text.toString();
    }

    /** Digits with what stands between them, or hexadecimal, maybe padded with F. */
    private String run(String found) {
        String digits = found.replaceAll("[- ]", "");
        if (digits.matches("[0-9]+[Ff]*") && !digits.matches("0+[Ff]*")) {
            String number = number(digits.replaceAll("[Ff]+$", ""));
            StringBuilder text = new StringBuilder();
            int next = 0;
            for (int i = 0; i < found.length(); i++) {
                char c = found.charAt(i);
                text.append(c >= '0' && c <= '9' ? number.charAt(next++) : c);
            }
            return text.toString();
        }
        if (digits.matches("[Ff]+|0+[Ff]*")) {
            return found;
        }
        return numbers.computeIfAbsent(digits, raw -> counted(raw, numbers.size() + 1, 16));
    }

    /** A card's issuer stays, 8988307 and its like: drivers and people go by it. */
    private String number(String digits) {
        return numbers.computeIfAbsent(digits, raw -> {
            int kept = raw.startsWith("89") && raw.length() >= 18 ? 7 : 0;
            String prefix = raw.substring(0, kept);
            int count = numbers.size() + 1;
            String rest = counted(raw.substring(kept), count, 10);
            while (rest.equals(raw.substring(kept))) {
                count += 1000;
                rest = counted(raw.substring(kept), count, 10);
            }
            return prefix + rest;
        });
    }

    /** That many characters with a number at their end. */
    private static String counted(String like, int count, int radix) {
        String number = Integer.toString(count, radix).toUpperCase(Locale.ROOT);
        return number.length() >= like.length()
                ? number.substring(number.length() - like.length())
                : "0".repeat(like.length() - number.length()) + number;
    }

    private String address(String found) {
        boolean four = found.chars().filter(c -> c == '.').count() == 3;
        if (!four) {
            return found.replaceAll("[0-9]+", "0");
        }
        boolean telling = !found.startsWith("127.0.0.") && !found.startsWith("255.") && !found.equals("0.0.0.0");
        if (!telling || found.equals("100.64.0.1")) {
            return found;
        }
        return addresses.computeIfAbsent(found, raw -> {
            int count = addresses.size() + 1;
            return "100.64." + (100 + count / 250 % 100) + "." + (count % 250);
        });
    }
}
