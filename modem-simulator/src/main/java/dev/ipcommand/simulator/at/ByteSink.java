package dev.ipcommand.simulator.at;

/** Takes the bytes that the DCE sends. Called on the modem's timeline; must not block. */
@FunctionalInterface
public interface ByteSink {
    /** Takes bytes; the array is not changed afterwards. */
    void write(byte[] bytes);
}
