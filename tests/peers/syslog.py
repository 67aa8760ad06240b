#!/usr/bin/env python3
"""Takes what a peer says to /dev/log: the socket $1 -> the file $2, a line a message, its arrival in nanoseconds before it."""
import os
import select
import socket
import sys
import time

path, out = sys.argv[1:3]
sink = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
sink.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8 << 20)
sink.bind(path)
os.chmod(path, 0o666)
sink.setblocking(False)
with open(out, 'ab', buffering=1 << 16) as file:
    while True:
        try:
            message = sink.recv(8192)
        except BlockingIOError:
            file.flush()
            select.select([sink], [], [])
            continue
        file.write(b'%d ' % time.time_ns() + message.replace(b'\n', b' ').rstrip(b'\0 ') + b'\n')
