package dev.ipcommand.bench.e2e;

import dev.ipcommand.bench.process.PortBlock;
import dev.ipcommand.bench.rig.Installation;
import dev.ipcommand.bench.rig.Rig;
import dev.ipcommand.bench.rig.RigOptions;
import java.io.IOException;
import java.util.stream.Stream;

/** What the end-to-end suites run on: every combination this build can run, on ports and addresses of their own. */
final class Matrix {
    private Matrix() {}

    static Stream<RigOptions> options() {
        return RigOptions.MATRIX.stream();
    }

    /** One through the modem's sockets and one through the host's, for what no modem has a part in. */
    static Stream<RigOptions> bothLinks() {
        return Stream.of(RigOptions.DEFAULT, RigOptions.NO_MODEM);
    }

    /** Each dialect's sockets once, the host's interface once with a modem and once without: the campaigns do all. */
    static Stream<RigOptions> eachDialectAndLink() {
        return options()
                .filter(options ->
                        options.path() == RigOptions.DataPath.EMBEDDED || options.modem() != RigOptions.Modem.SIM7600);
    }

    static Rig rig(RigOptions options) throws IOException {
        return Rig.create(Installation.find(), options, PortBlock.any());
    }
}
