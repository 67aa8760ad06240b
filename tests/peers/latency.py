#!/usr/bin/env python3
"""latency.py PEER[,PEER..] [SOURCES=100]: from the first probe to the last packet that still got through -> results/latency-PEER.json
Each source scans once, one after the other; the peer runs on. Packets of the stream are 0.2 ms apart: so exact is the figure."""
import ipaddress
import sys

from lab import FIRST_SPOOFED, TCP_TRIPWIRES, UDP_TRIPWIRES, Lab, Peer, chosen, save

LONGEST_MS, QUIET_MS = 1000, 150


def percentile(sample, percent):
    ordered = sorted(sample)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def measure(lab, name, sources):
    with Peer(lab, name) as peer:
        udp = peer.settings['PROTO'] == 'udp'
        ports = UDP_TRIPWIRES if udp else TCP_TRIPWIRES
        if peer.settings['MULTI'] == '0':
            ports = '161' if udp else '111'
        first = ipaddress.ip_address(FIRST_SPOOFED)
        return [lab.stream(str(first + number), 'udp' if udp else 'syn', ports, LONGEST_MS, QUIET_MS) for number in range(sources)]


def summary(runs):
    """Milliseconds from the probe to the first packet of the stream that was dropped, or 0 when that was sent before the probe was handled."""
    dead = [max(0, run['first_dead']) / 1e3 for run in runs if run['blocked']]
    if not dead:
        return {'sources': len(runs), 'blocked': 0}
    return {'sources': len(runs), 'blocked': len(dead), 'median': percentile(dead, 50), 'p99': percentile(dead, 99), 'max': max(dead)}


def main():
    sources = int(sys.argv[2]) if len(sys.argv) > 2 else 100
    with Lab() as lab:
        for name in chosen(sys.argv[1]):
            runs = measure(lab, name, sources)
            save('latency', name, runs)
            print(name, summary(runs), flush=True)


if __name__ == '__main__':
    main()
