#!/usr/bin/env python3
"""matrix.py PEER[,PEER..] [SCAN,..]: which scans each peer sees and blocks, a fresh peer a scan -> results/matrix-PEER.json"""
import re
import sys
import time

from lab import ATTACKER, ATTACKER6, VICTIM, VICTIM6, Lab, Peer, chosen, save

NMAP = 'nmap -Pn -n -T4 --max-retries 1 --host-timeout 25s'
PORTS = '-p 1,11,15,22,79,80,111,119,143,540,635'
CONNECTS = '''import socket, time
for number in range(200):
    s = socket.socket(); s.settimeout(2); s.connect(("10.77.0.1", (22, 80)[number % 2])); s.recv(64); s.close(); time.sleep(.01)'''
SCANS = {
    'sT': f'{NMAP} -sT {PORTS} {VICTIM}', 'sS': f'{NMAP} -sS {PORTS} {VICTIM}', 'sF': f'{NMAP} -sF {PORTS} {VICTIM}',
    'sN': f'{NMAP} -sN {PORTS} {VICTIM}', 'sX': f'{NMAP} -sX {PORTS} {VICTIM}', 'sA': f'{NMAP} -sA {PORTS} {VICTIM}',
    'sM': f'{NMAP} -sM {PORTS} {VICTIM}', 'sU': f'{NMAP} -sU -p U:1,7,9,53,69,161,162,513,635,640 {VICTIM}',
    'URG': f'{NMAP} -sS --scanflags URG {PORTS} {VICTIM}', 'SYNFIN': f'{NMAP} -sS --scanflags SYNFIN {PORTS} {VICTIM}',
    'fragments': f'{NMAP} -sS -f {PORTS} {VICTIM}', 'decoys': f'{NMAP} -sS -D 10.77.0.201,10.77.0.202,ME {PORTS} {VICTIM}',
    'g53': f'{NMAP} -sS -g 53 {PORTS} {VICTIM}', 'v6sS': f'{NMAP} -6 -sS {PORTS} {VICTIM6}', 'v6sT': f'{NMAP} -6 -sT {PORTS} {VICTIM6}',
    'v6sU': f'{NMAP} -6 -sU -p U:1,7,9,53,69,161,162,513,635,640 {VICTIM6}',
    'slow': f'nmap -Pn -n -T2 --max-rate 1 --max-retries 0 -sS -p 1,11,22,79,80,111 {VICTIM}',
    'badsum': f'{NMAP} -sS --badsum {PORTS} {VICTIM}', 'ip-options': f'{NMAP} -sS --ip-options R {PORTS} {VICTIM}',
    'normal': ['python3', '-c', CONNECTS],
}


def scan(lab, name, kind):
    with Peer(lab, name) as peer:
        told = lab.attack(SCANS[kind], check=False, timeout=60)
        time.sleep(float(peer.settings['GRACE']))
        blocked, me = peer.blocked(), ATTACKER6 if kind.startswith('v6') else ATTACKER
        return {'alarms': len(peer.alarms()), 'blocked': me in blocked, 'unreachable': not lab.answers(kind.startswith('v6')),
                'others blocked': [address for address in blocked if address != me], 'alive': bool(peer.pids()),
                'open': re.findall(r'^(\d+)/tcp +open ', told, re.M)}


def main():
    kinds = chosen(sys.argv[2]) if len(sys.argv) > 2 else list(SCANS)
    with Lab() as lab:
        for name in chosen(sys.argv[1]):
            found = {}
            for kind in kinds:
                found[kind] = scan(lab, name, kind)
                print(name, kind, found[kind], flush=True)
            save('matrix', name, found)


if __name__ == '__main__':
    main()
