package dev.ipcommand.agent.control;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import jdk.net.ExtendedSocketOptions;
import jdk.net.UnixDomainPrincipal;

/**
 * Who may talk to the agent: root, the agent's own user and the members of the socket's group. The directory's mode should
 * keep everybody else out already; this holds where somebody has opened it, or put the socket into a directory of others.
 *
 * <p>The kernel says who connected ({@code SO_PEERCRED}, unix(7)); who is in a group, {@code /etc/group} says at that moment.
 *
 * <p><b>Threading.</b> Immutable: any thread.
 */
final class PeerCheck {
    private final UserPrincipal root;
    private final UserPrincipal agent;
    private final GroupPrincipal group;
    private final Path groups;

    PeerCheck(UserPrincipal root, UserPrincipal agent, GroupPrincipal group, Path groups) {
        this.root = root;
        this.agent = agent;
        this.group = group;
        this.groups = groups;
    }

    /** For a socket that this process has made. */
    static PeerCheck of(Path socket) throws IOException {
        PosixFileAttributes attributes =
                Files.readAttributes(socket, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        UserPrincipal zero =
                FileSystems.getDefault().getUserPrincipalLookupService().lookupPrincipalByName("0");
        return new PeerCheck(zero, attributes.owner(), attributes.group(), Path.of("/etc/group"));
    }

    /** Why the peer may not talk; empty if it may. */
    Optional<String> problem(SocketChannel channel) throws IOException {
        return problem(channel.getOption(ExtendedSocketOptions.SO_PEERCRED));
    }

    Optional<String> problem(UnixDomainPrincipal peer) throws IOException {
        boolean may = peer.user().equals(root)
                || peer.user().equals(agent)
                || peer.group().equals(group)
                || members().contains(peer.user().getName());
        return may
                ? Optional.empty()
                : Optional.of("user " + peer.user().getName() + " may not: allowed are root, " + agent.getName()
                        + " and members of group " + group.getName());
    }

    /** Whether the peer may reach the modem and see identities: root and the agent's own user, not the group. */
    boolean isOperator(SocketChannel channel) throws IOException {
        return isOperator(channel.getOption(ExtendedSocketOptions.SO_PEERCRED));
    }

    boolean isOperator(UnixDomainPrincipal peer) {
        return peer.user().equals(root) || peer.user().equals(agent);
    }

    /** {@code name:password:gid:member,member} a line, group(5). */
    private List<String> members() throws IOException {
        if (!Files.isReadable(groups)) {
            return List.of();
        }
        return Files.readAllLines(groups, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.split(":", -1))
                .filter(fields -> fields.length == 4 && fields[0].equals(group.getName()))
                .flatMap(fields -> Arrays.stream(fields[3].split(",", -1)))
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
