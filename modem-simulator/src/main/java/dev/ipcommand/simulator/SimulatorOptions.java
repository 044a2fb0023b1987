package dev.ipcommand.simulator;

import dev.ipcommand.simulator.core.Model;
import dev.ipcommand.simulator.core.Timing;
import dev.ipcommand.simulator.fault.FaultOrder;
import dev.ipcommand.simulator.fault.Variants;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What a simulator is started with.
 *
 * @param network cloud-stub's base address; none = {@code address} is given to every context
 * @param sim the SIM's state: {@code ready}, {@code pin:1234} and the like
 * @param baud 0 = as fast as the machine
 */
public record SimulatorOptions(
        Model model,
        Path link,
        String iccid,
        String imei,
        Optional<URI> network,
        String address,
        Optional<Path> control,
        List<FaultOrder> faults,
        Variants variants,
        Timing timing,
        long seed,
        int baud,
        String sim) {}
