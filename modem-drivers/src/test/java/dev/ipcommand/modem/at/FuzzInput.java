package dev.ipcommand.modem.at;

import java.util.Arrays;
import java.util.Random;

/** Choices out of a fuzzer's bytes, from the front; when they are used up every choice is the first. */
public final class FuzzInput {
    private final byte[] bytes;
    private int at;

    public FuzzInput(byte[] bytes) {
        this.bytes = bytes;
    }

    public boolean isUsedUp() {
        return at >= bytes.length;
    }

    /** 0 to 255. */
    public int next() {
        return isUsedUp() ? 0 : bytes[at++] & 0xFF;
    }

    /** 0 to {@code bound - 1}. */
    public int below(int bound) {
        int choice = 0;
        for (int reach = 1; reach < bound; reach *= 256) {
            choice = choice * 256 + next();
        }
        return choice % bound;
    }

    /** So many bytes, or as many as there are. */
    public byte[] take(int count) {
        byte[] taken = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + count));
        at += taken.length;
        return taken;
    }

    public byte[] rest() {
        return take(bytes.length - at);
    }

    /** These choices in the place of chance. */
    @SuppressWarnings("serial") // never written
    public Random asRandom() {
        return new Random() {
            @Override
            protected int next(int bits) {
                return below(1 << 24) >>> Math.max(0, 24 - bits);
            }

            @Override
            public int nextInt(int bound) {
                return below(bound);
            }

            @Override
            public boolean nextBoolean() {
                return below(2) == 1;
            }

            @Override
            public void nextBytes(byte[] filled) {
                for (int i = 0; i < filled.length; i++) {
                    filled[i] = (byte) FuzzInput.this.next();
                }
            }
        };
    }
}
