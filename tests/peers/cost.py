#!/usr/bin/env python3
"""cost.py PEER[,PEER..] [CASE,..]: processor time, losses and memory under load -> results/cost-PEER.json. The cases are the functions below."""
import sys

from lab import ATTACKER, FIRST_SPOOFED, TCP_TRIPWIRES, UDP_TRIPWIRES, Lab, Peer, chosen, save

THOUSAND, FLOOD, MANY = 1000, 2_000_000, 262_144
# What is measured is a peer that has run for a while: these come before.
WARM, OTHERS = 4000, '10.200.0.1'


class Load:
    """A peer under load, and what it cost."""

    def __init__(self, lab, name, block=True, ignore='', **env):
        self.lab, self.peer = lab, Peer(lab, name, block, ignore, **env)

    def __enter__(self):
        self.peer.__enter__()
        self.udp = self.peer.settings['PROTO'] == 'udp'
        self.tripwires = UDP_TRIPWIRES if self.udp else TCP_TRIPWIRES
        return self

    def __exit__(self, *failure):
        self.peer.__exit__(*failure)

    def send(self, count, rate=0, source=FIRST_SPOOFED, sources=1, ports=None):
        return self.lab.flood(source, sources, ports or self.tripwires, 'udp' if self.udp else 'tcp', count, rate)

    def cost(self, count, **how):
        """Sends, and says what the peer spent on it."""
        lost, logged = self.peer.lost(), self._log_lines()
        cpu = self.peer.settled_cpu()
        sent = self.send(count, **how)
        cpu = self.peer.settled_cpu() - cpu
        lost = self.peer.lost() - lost
        return {'sent': sent['sent'], 'rate': round(sent['sent'] / sent['wall']), 'lost': lost, 'cpu': cpu,
                'us': cpu / max(1, sent['sent'] - lost) * 1e6, 'lines': self._log_lines() - logged, 'peak kB': self.peer.memory('VmHWM')}

    def _log_lines(self):
        with open(self.peer.syslog, 'rb') as file:
            return sum(block.count(b'\n') for block in iter(lambda: file.read(1 << 20), b''))


def ignored(lab, name):
    """A source that is ignored sends to tripwires, 50,000 a second."""
    with Load(lab, name, ignore=f'{ATTACKER}/32') as load:
        return load.cost(int(load.peer.settings['FLOODN']), rate=int(load.peer.settings['FLOODRATE']), source=ATTACKER)


def known(lab, name):
    """1,000 sources that are blocked already go on, as fast as the sender can."""
    with Load(lab, name) as load:
        load.send(2 * THOUSAND, rate=500, sources=THOUSAND)
        load.send(FLOOD, sources=THOUSAND)
        return load.cost(FLOOD, sources=THOUSAND)


def many(lab, name):
    """262,144 sources that nobody knows, below the trigger, as fast as the sender can; log lines included."""
    with Load(lab, name, block=False, TRIGGER='65535') as load:
        return load.cost(FLOOD // 2, sources=MANY)


def served(lab, name):
    """Traffic to a port that is served, 50,000 a second."""
    with Load(lab, name) as load:
        return load.cost(200_000, rate=50_000, source=ATTACKER, ports='53' if load.udp else '22')


def probe(lab, name):
    """10,000 new sources, one probe each, logged and not blocked, 2,000 a second."""
    with Load(lab, name, block=False) as load:
        load.send(WARM, rate=2000, source=OTHERS, sources=WARM)
        load.peer.settled_cpu()
        before = len(load.peer.alarms())
        found = load.cost(10_000, rate=2000, sources=10_000)
        return {**found, 'alarms': len(load.peer.alarms()) - before}


def burst(lab, name, span=lambda peer: None):
    """1,000 new sources, one probe each, as fast as the sender can, blocking."""
    with Load(lab, name) as load:
        load.send(THOUSAND, source=OTHERS, sources=THOUSAND)
        load.peer.settled_cpu()
        before = len(load.peer.blocked())
        found = load.cost(THOUSAND, sources=THOUSAND)
        blocked = len(load.peer.blocked()) - before
        return {**found, 'blocked': blocked, 'us': found['cpu'] / max(1, blocked) * 1e6, 'ms': span(load.peer) or 0}


def goes_on(lab, name):
    """One source that its first probe blocks goes on: 20,000 packets, 2,000 a second."""
    with Load(lab, name) as load:
        load.send(WARM, rate=2000, source=ATTACKER)
        return load.cost(20_000, rate=2000, source=ATTACKER)


def goes_on_fast(lab, name):
    """The same, as fast as the sender can."""
    with Load(lab, name) as load:
        load.send(WARM, rate=2000, source=ATTACKER)
        load.send(FLOOD, source=ATTACKER)
        return load.cost(FLOOD, source=ATTACKER)


CASES = {case.__name__: case for case in (ignored, known, many, served, probe, burst, goes_on, goes_on_fast)}


def main():
    cases = chosen(sys.argv[2]) if len(sys.argv) > 2 else list(CASES)
    with Lab() as lab:
        for name in chosen(sys.argv[1]):
            found = {}
            for case in cases:
                found[case] = CASES[case](lab, name)
                print(name, case, {key: round(value, 3) for key, value in found[case].items()}, flush=True)
            save('cost', name, found)


if __name__ == '__main__':
    main()
