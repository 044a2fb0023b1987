package dev.ipcommand.agent.link;

import dev.ipcommand.agent.session.SessionEvent;
import dev.ipcommand.agent.session.Trigger;
import dev.ipcommand.agent.system.FileTrust;
import dev.ipcommand.agent.system.WholeFile;
import dev.ipcommand.modem.Modem;
import dev.ipcommand.modem.ModemException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The card's PIN, from a file. Three refusals lock the card for good, so each try is noted on the disk before it is made, and
 * a PIN that was refused is never given again: not after a restart either, until the file holds another one. A try whose
 * outcome nobody heard (the power failed in that second) may be repeated once.
 *
 * <p>What is noted is a salted hash. Against somebody who can read it a PIN of four digits has no protection; that one can
 * read the PIN's file too.
 *
 * <p>{@code at-work} only; blocks for the disk.
 */
final class SimPin {
    private static final Logger LOG = System.getLogger("session");
    private static final int MAX_BYTES = 64;
    private static final int MAX_NOTES = 16384;
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    /**
     * What became of a PIN.
     *
     * @param tries without a known outcome
     */
    private record Note(String salt, String hash, boolean refused, int tries) {
        String text() {
            return salt + " " + hash + " " + (refused ? "refused" : "tried") + " " + tries + "\n";
        }

        static Optional<Note> parse(String text) {
            String[] words = text.strip().split(" ", -1);
            return words.length == 4 && words[3].matches("[0-9]{1,3}")
                    ? Optional.of(new Note(words[0], words[1], words[2].equals("refused"), Integer.parseInt(words[3])))
                    : Optional.empty();
        }
    }

    private final Path file;
    private final Path notes;

    SimPin(Path file, Path stateDirectory) {
        this.file = file;
        this.notes = stateDirectory.resolve("sim-pin");
    }

    /** Gives the PIN, if that is safe; what happened is the event. */
    SessionEvent give(Modem modem) throws ModemException, InterruptedException {
        String pin;
        Note note;
        try {
            pin = readPin();
            note = noteOf(pin);
            if (note.refused()) {
                return locked("the SIM refused the PIN in " + file + " before; put the right one there, or remove "
                        + notes + " if this is another card");
            }
            if (note.tries() >= 2) {
                return locked(
                        "the PIN in " + file + " was given twice and nobody heard what became of it; to try it once"
                                + " more, remove " + notes);
            }
            note = new Note(note.salt(), note.hash(), false, note.tries() + 1);
            keep(note);
        } catch (IOException e) {
            return locked("SIM wants a PIN: " + e.getMessage());
        }
        if (modem.enterPin(pin)) {
            forgetTries();
            return SessionEvent.of(Trigger.SIM_PENDING, "SIM took its PIN");
        }
        try {
            keep(new Note(note.salt(), note.hash(), true, note.tries()));
        } catch (IOException e) {
            LOG.log(Level.ERROR, "a refused PIN cannot be noted in {0}: {1}", notes, e.toString());
        }
        return locked("the SIM refused the PIN in " + file + "; put the right one there: three refusals lock the card");
    }

    private static SessionEvent locked(String why) {
        return SessionEvent.of(Trigger.SIM_LOCKED, why);
    }

    /** The card is open: a try is no danger any more. A refusal is kept, since that PIN stays wrong. */
    void forgetTries() {
        try {
            List<Note> earlier = earlier();
            List<Note> refused = earlier.stream().filter(Note::refused).toList();
            if (refused.size() < earlier.size()) {
                write(refused);
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "{0}: {1}", notes, e.toString());
        }
    }

    private List<Note> earlier() throws IOException {
        return WholeFile.read(notes, MAX_NOTES).stream()
                .flatMap(String::lines)
                .flatMap(line -> Note.parse(line).stream())
                .toList();
    }

    /** In place of an earlier note of the same PIN. */
    private void keep(Note note) throws IOException {
        List<Note> all = new ArrayList<>(earlier());
        all.removeIf(each -> each.hash().equals(note.hash()));
        all.add(note);
        write(all);
    }

    private void write(List<Note> all) throws IOException {
        WholeFile.replace(notes, all.stream().map(Note::text).collect(Collectors.joining()));
    }

    private String readPin() throws IOException {
        Optional<String> problem = FileTrust.ofThisUser().problem(file);
        if (problem.isPresent()) {
            throw new IOException(file + ": " + problem.get());
        }
        if (!OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            throw new IOException(file + ": others may read it; type: chmod 600 " + file);
        }
        String pin = WholeFile.read(file, MAX_BYTES).map(String::strip).orElse("");
        if (!pin.matches("[0-9]{4,8}")) {
            throw new IOException(file + ": holds no PIN, allowed are 4 to 8 digits");
        }
        return pin;
    }

    private Note noteOf(String pin) throws IOException {
        for (Note note : earlier()) {
            if (hash(note.salt(), pin).equals(note.hash())) {
                return note;
            }
        }
        byte[] salt = new byte[16];
        new SecureRandom().nextBytes(salt);
        String text = HexFormat.of().formatHex(salt);
        return new Note(text, hash(text, pin), false, 0);
    }

    private static String hash(String salt, String pin) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest((salt + pin).getBytes(StandardCharsets.US_ASCII));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
