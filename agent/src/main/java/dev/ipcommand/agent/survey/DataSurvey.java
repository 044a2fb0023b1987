package dev.ipcommand.agent.survey;

import dev.ipcommand.agent.config.AgentConfig;
import dev.ipcommand.agent.doctor.Facts;
import dev.ipcommand.agent.doctor.Facts.Holder;
import java.net.Inet4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Interfaces, routes, the listening port and the packet filter. */
final class DataSurvey {
    private final Roots roots;
    private final Network network;
    private final Processes processes;

    DataSurvey(Roots roots, Network network) {
        this.roots = roots;
        this.network = network;
        this.processes = new Processes(roots.proc());
    }

    /**
     * @param sessionAddress as the agent says it; empty if it has none
     * @param but processes that may have the port
     */
    Facts.Data look(AgentConfig config, String sessionAddress, Set<Long> but, boolean root) {
        Optional<String> name = config.session().interfaceName();
        Optional<Inet4Address> fixed = config.session().address();
        String holding = fixed.flatMap(network::interfaceHolding).or(() -> name).orElse("");
        String address = name.map(network::addressOf).orElse("");
        if (fixed.isPresent()) {
            address = network.interfaceHolding(fixed.get()).isPresent()
                    ? fixed.get().getHostAddress()
                    : "";
        } else if (name.isEmpty()) {
            address = sessionAddress;
        }
        return new Facts.Data(
                name.map(network::stateOf).orElse(""),
                address,
                holding,
                network.sourceTo(config.reply().gateway()),
                portHolders(config.listener().port(), address, but),
                new FirewallSurvey(roots.programs()).look(root));
    }

    /** Those that are bound to the same address or to all. */
    private List<Holder> portHolders(int port, String address, Set<Long> but) {
        List<Holder> holders = new ArrayList<>();
        for (String inode : inodes("net/udp", port, address)) {
            holders.addAll(processes.holdersOfSocket(inode, but));
        }
        for (String inode : inodes("net/udp6", port, address)) {
            holders.addAll(processes.holdersOfSocket(inode, but));
        }
        return holders;
    }

    /** proc(5), net/udp: {@code sl local_address rem_address st … inode}, addresses as the machine keeps them. */
    private List<String> inodes(String table, int port, String address) {
        String suffix = String.format(Locale.ROOT, ":%04X", port);
        String ours = kernelHex(address);
        return Roots.text(roots.proc().resolve(table))
                .lines()
                .map(line -> List.of(line.strip().split("\\s+")))
                .filter(fields -> fields.size() > 9 && fields.get(1).endsWith(suffix))
                .filter(fields -> {
                    String local = fields.get(1).substring(0, fields.get(1).length() - suffix.length());
                    return local.matches("0+") || (!ours.isEmpty() && local.endsWith(ours));
                })
                .map(fields -> fields.get(9))
                .toList();
    }

    /** {@code 100.64.0.7} is 07004064 on a machine that keeps the lowest byte first, as all of ours do. */
    private static String kernelHex(String address) {
        String[] parts = address.split("\\.", -1);
        if (parts.length != 4) {
            return "";
        }
        StringBuilder hex = new StringBuilder();
        for (int i = 3; i >= 0; i--) {
            hex.append(String.format(Locale.ROOT, "%02X", Integer.parseInt(parts[i])));
        }
        return hex.toString();
    }
}
