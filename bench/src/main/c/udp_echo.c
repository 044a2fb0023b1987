/* What somebody would write instead of the agent, in C: a recvfrom loop that answers `echo#id: args` with itself.
 * Built by 'bench rtt' when it runs. Arguments: address, port, gateway address, gateway port. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

enum { MAX_NAME = 64, MAX_ID = 32, MAX_DATAGRAM = 2048 };

static int is_name(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.'; }

static int is_id(char c) { return is_name(c) ? c != '.' : (c >= 'A' && c <= 'Z'); }

static struct sockaddr_in place(const char *address, const char *port) {
    struct sockaddr_in result;
    memset(&result, 0, sizeof result);
    result.sin_family = AF_INET;
    result.sin_port = htons((unsigned short)atoi(port));
    inet_pton(AF_INET, address, &result.sin_addr);
    return result;
}

int main(int argc, char **argv) {
    if (argc != 5) return 64;
    struct sockaddr_in here = place(argv[1], argv[2]);
    struct sockaddr_in gateway = place(argv[3], argv[4]);
    int receive_buffer = 1 << 20;
    int fd = socket(AF_INET, SOCK_DGRAM, 0);
    setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer, sizeof receive_buffer);
    if (fd < 0 || bind(fd, (struct sockaddr *)&here, sizeof here) != 0) {
        perror("bind");
        return 1;
    }
    puts("READY");
    fflush(stdout);
    static char in[MAX_DATAGRAM], out[2 * MAX_DATAGRAM];
    for (;;) {
        ssize_t got = recvfrom(fd, in, sizeof in, 0, NULL, NULL);
        if (got <= 0 || got > 1300 || in[0] < 'a' || in[0] > 'z') continue;
        size_t n = (size_t)got, name = 0, head;
        while (name < n && name < MAX_NAME && is_name(in[name])) name++;
        head = name;
        if (head < n && in[head] == '#') {
            head++;
            while (head < n && head - name <= MAX_ID && is_id(in[head])) head++;
        }
        size_t args = head;
        if (args < n && in[args] == ':') args++;
        if (args < n && in[args] == ' ') args++;
        if (name != 4 || memcmp(in, "echo", 4) != 0) continue;
        memcpy(out, in, head);
        memcpy(out + head, ": ", 2);
        memcpy(out + head + 2, in + args, n - args);
        sendto(fd, out, head + 2 + n - args, 0, (struct sockaddr *)&gateway, sizeof gateway);
    }
}
