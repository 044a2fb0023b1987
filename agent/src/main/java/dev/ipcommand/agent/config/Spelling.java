package dev.ipcommand.agent.config;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/** Finds what somebody probably meant. Pure. */
final class Spelling {
    /** Longer words are nobody's slip of the finger, and the cost is quadratic. */
    private static final int LONGEST = 64;

    private Spelling() {}

    /** The known word with the fewest edits to {@code written}, if they are few enough to be a slip. */
    static Optional<String> nearest(String written, Collection<String> known) {
        if (written.length() > LONGEST) {
            return Optional.empty();
        }
        String best = "";
        int fewest = Integer.MAX_VALUE;
        for (String word : known) {
            int edits = edits(written.toLowerCase(Locale.ROOT), word);
            if (edits < fewest) {
                fewest = edits;
                best = word;
            }
        }
        return fewest <= Math.max(1, best.length() / 3) ? Optional.of(best) : Optional.empty();
    }

    /** Letters inserted, left out, replaced, or swapped with their neighbour (optimal string alignment). */
    private static int edits(String a, String b) {
        int[][] least = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                least[i][j] = i == 0 || j == 0 ? i + j : step(a, b, i, j, least);
            }
        }
        return least[a.length()][b.length()];
    }

    private static int step(String a, String b, int i, int j, int[][] least) {
        int replaced = least[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int edits = Math.min(replaced, Math.min(least[i - 1][j], least[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(edits, least[i - 2][j - 2] + 1) : edits;
    }
}
