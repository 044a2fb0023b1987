package dev.ipcommand.bench.foreign;

import java.util.Arrays;

/** A modem and its habits. */
record Variant(String model, Freedom... freedoms) {
    @Override
    public String toString() {
        return model + " " + Arrays.toString(freedoms);
    }
}
