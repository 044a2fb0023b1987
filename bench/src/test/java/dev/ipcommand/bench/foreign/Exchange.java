package dev.ipcommand.bench.foreign;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** One command line of the DTE, and what the modem says to it. Used on the modem's thread. */
final class Exchange {
    private final Port port;
    private final Set<Freedom> freedoms;
    private final String line;
    private final List<String> information = new ArrayList<>();

    Exchange(Port port, Set<Freedom> freedoms, String line) {
        this.port = port;
        this.freedoms = freedoms;
        this.line = line;
    }

    String line() {
        return line;
    }

    /** The arguments behind the equals sign, without quotes. */
    String[] arguments() {
        int equals = line.indexOf('=');
        String[] all = line.substring(equals + 1).split(",", -1);
        for (int i = 0; i < all.length; i++) {
            all[i] = all[i].replace("\"", "").strip();
        }
        return all;
    }

    String argument(int index) {
        String[] all = arguments();
        return index < all.length ? all[index] : "";
    }

    int number(int index) {
        String text = argument(index);
        return text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    }

    Exchange info(String text) {
        information.add(text);
        return this;
    }

    void ok() {
        end("OK");
    }

    void error() {
        end("ERROR");
    }

    /** Ends the command with this final result. */
    void end(String result) {
        StringBuilder answer = new StringBuilder();
        String between = urc("\r\n+QIND: \"csq\",20,99\r\n");
        answer.append(urc("\r\n+CSQ: 20,99\r\n"));
        boolean apart = freedoms.contains(Freedom.LINES_APART);
        for (int i = 0; i < information.size(); i++) {
            answer.append(apart || i == 0 ? "\r\n" : "")
                    .append(shaped(information.get(i), freedoms))
                    .append("\r\n");
        }
        String all = answer + between + "\r\n" + result + "\r\n";
        if (port.isNumeric()) {
            port.end(answer + (result.equals("OK") ? "0\r" : "4\r"));
        } else if (freedoms.contains(Freedom.NO_LEADING_LINE_END)) {
            port.end(all.substring(2).replace("\r\n\r\n", "\r\n"));
        } else {
            port.end(all);
        }
    }

    private String urc(String text) {
        return freedoms.contains(Freedom.URCS_EVERYWHERE) ? shaped(text, freedoms) : "";
    }

    /** Ends the command with an error of 27.007. */
    void cme(int code, String text, int cmee) {
        if (cmee == 0 || freedoms.contains(Freedom.NO_CMEE)) {
            error();
            return;
        }
        boolean number = cmee == 1 || freedoms.contains(Freedom.NUMERIC_ERRORS);
        String shown = freedoms.contains(Freedom.LOWER_CASE) ? text.toLowerCase(java.util.Locale.ROOT) : text;
        end("+CME ERROR: " + (number ? String.valueOf(code) : shown));
    }

    static String shaped(String text, Set<Freedom> freedoms) {
        return freedoms.contains(Freedom.NO_SPACE) ? text.replaceFirst("(\\+[A-Z]+): ", "$1:") : text;
    }
}
