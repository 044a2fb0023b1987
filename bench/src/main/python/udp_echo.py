"""What somebody would write instead of the agent, in Python: an asyncio server that answers `echo#id: args`.

Arguments: address, port, gateway address, gateway port.
"""
import asyncio
import re
import sys

COMMAND = re.compile(rb"([a-z][a-z0-9._-]{0,63})(#[A-Za-z0-9_-]{1,32})?(?:: ?| |$)", re.DOTALL)


class Echo(asyncio.DatagramProtocol):
    def __init__(self, gateway):
        self.gateway = gateway

    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, source):
        command = COMMAND.match(data)
        if command and command[1] == b"echo" and len(data) <= 1300:
            answer = command[1] + (command[2] or b"") + b": " + data[command.end():]
            self.transport.sendto(answer, self.gateway)


async def main():
    address, port, gateway, gateway_port = sys.argv[1:]
    await asyncio.get_running_loop().create_datagram_endpoint(
        lambda: Echo((gateway, int(gateway_port))), local_addr=(address, int(port))
    )
    print("READY", flush=True)
    await asyncio.Event().wait()


asyncio.run(main())
