package dev.ipcommand.agent.journal;

import org.jspecify.annotations.Nullable;

/** Remembers nothing. */
final class NoLedger implements CommandLedger {
    private static final Execution EXECUTION = new Execution() {
        @Override
        public boolean start() {
            return true;
        }

        @Override
        public void finish(StoredAnswer answer, Runnable then) {
            then.run();
        }

        @Override
        public void release() {}
    };

    @Override
    public Claim claim(CommandKey key, byte[] hash, @Nullable TokenUse token) {
        return new Claim.Fresh(EXECUTION);
    }

    @Override
    public void amend(CommandKey key, StoredAnswer answer, Runnable then) {
        then.run();
    }

    @Override
    public long floor(String keyId) {
        return 0;
    }

    @Override
    public long latestTime() {
        return 0;
    }
}
