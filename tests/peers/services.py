#!/usr/bin/env python3
"""The victim's real services: tcp 22 and 80, udp 53, on IPv4 and IPv6."""
import asyncio
import socket


async def greet(reader, writer):
    try:
        writer.write(b'SSH-2.0-peers\r\n')
        await writer.drain()
    except OSError:
        pass
    finally:
        writer.close()


class Answer(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(b'pong', address)


def bound(family, kind, address, port):
    made = socket.socket(family, kind)
    made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    if family == socket.AF_INET6:
        made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
    made.setblocking(False)
    made.bind((address, port))
    return made


async def main():
    for family, address in ((socket.AF_INET, '0.0.0.0'), (socket.AF_INET6, '::')):
        for port in (22, 80):
            await asyncio.start_server(greet, sock=bound(family, socket.SOCK_STREAM, address, port), backlog=1024)
        await asyncio.get_running_loop().create_datagram_endpoint(Answer, sock=bound(family, socket.SOCK_DGRAM, address, 53))
    await asyncio.Event().wait()


asyncio.run(main())
