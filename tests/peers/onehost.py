#!/usr/bin/env python3
"""onehost.py: every figure that concerns one host, ours beside portsentry 1.2, scanlogd and a loop on libpcap, as a table.
It needs dist/bin, tests/Benchmarks (its program is $BENCHMARKS) and the peers' packages: `scripts/bench sensor` sees to all of them."""
import datetime
import json
import os
import subprocess
import sys
import time

import cost
import latency
from lab import OUT, ROOT, Lab, Peer, left_over, tool

OURS, CLASSIC, SCANLOGD, LOOP = 'ours-atcp', 'ps1-atcp', 'scanlogd', 'pcaploop'
BLOCKS = 100_000
QUIET = 10
NOTHING = '–'


def say(text):
    print(text, file=sys.stderr, flush=True)


def measured(lab, case, *names):
    """The case for each of these peers, one after the other."""
    found = []
    for name in names:
        say(f'{case.__name__} {name} ...')
        found.append(case(lab, name))
    return found


def us(found):
    return f'{found["us"]:.2f} µs' if found['us'] < 10 else f'{found["us"]:.0f} µs'


def lossy(found):
    share = found['lost'] / found['sent']
    return us(found) + (f', {100 * share:.1f} % lost' if share > .0005 else '' if found['lost'] == 0 else f', {found["lost"]} lost')


def benchmark(*words):
    say(f'{" ".join(words)} ...')
    told = subprocess.run(['dotnet', os.environ['BENCHMARKS'], *words], check=True, stdout=subprocess.PIPE, text=True).stdout
    return json.loads(told.strip().split('\n')[-1])


def at_rest(lab, name):
    """Memory in kB, and the share of a processor, of a peer that watches and sees nothing."""
    with Peer(lab, name) as peer:
        time.sleep(QUIET / 2)
        cpu = peer.cpu()
        time.sleep(QUIET)
        return {'VmRSS': peer.memory('VmRSS'), 'RssAnon': peer.memory('RssAnon'), 'share': (peer.cpu() - cpu) / QUIET}


def start(lab, name, blocks=0):
    """Seconds until the sensor is ready, with so many blocks on its list."""
    journal = f'{OUT}/blocks.log' if blocks else ''
    if blocks:
        until = (datetime.datetime.now(datetime.timezone.utc) + datetime.timedelta(days=1)).isoformat()
        with open(journal, 'w') as file:
            file.writelines(f'{{"target":"10.{128 + number // 65536}.{number // 256 % 256}.{number % 256}","since":"2026-01-01T00:00:00+00:00",'
                            f'"until":"{until}","origin":"Operator","reason":"listed"}}\n' for number in range(blocks))
    with Peer(lab, name, BLOCKS=journal) as peer:
        return {'seconds': int(open(f'{peer.work}/ready').read()) / 1e6, 'blocks': len(peer.blocked())}


def burst_ms(peer):
    """From the first probe of all to the last block in force, by the peer's own account."""
    blocks = [block for block in json.loads(peer.call('peer_blocks') or '[]') if not block['target'].startswith(cost.OTHERS[:7])]
    moments = [[datetime.datetime.fromisoformat(block[key]) for block in blocks if block[key]] for key in ('firstProbe', 'inForceAt')]
    return (max(moments[1]) - min(moments[0])).total_seconds() * 1e3 if blocks else None


def blocked(found):
    return f'{found["blocked"]} blocked' + (f' in {found["ms"]:.0f} ms' if found.get('ms') else '') + f', {us(found)} each'


def milliseconds(runs):
    found = latency.summary(runs)
    return f'{found["median"]:.1f} / {found["p99"]:.1f} ms' if found['blocked'] else 'none blocked'


def resting(found):
    return f'{found["VmRSS"] / 1024:.1f} MB ({found["RssAnon"] / 1024:.1f}), {100 * found["share"]:.2f} %'


def size(path):
    return f'{os.path.getsize(path) / 2**20:.1f} MB' if os.path.getsize(path) > 2**20 else f'{os.path.getsize(path) / 1024:.0f} KB'


def rows(lab):
    """The table's rows: what, the target, ours, 1.2, scanlogd, the loop on libpcap."""
    ours, loop = measured(lab, cost.known, OURS, LOOP)
    yield ('a captured, decoded, tracked packet, CPU; 1,000 known sources, full rate', '≤ 0.12 µs, ≤ 0.6 of the loop',
           f'{lossy(ours)}; {ours["us"] / loop["us"]:.2f} of the loop', NOTHING, NOTHING, lossy(loop))
    ours, loop = measured(lab, cost.many, OURS, LOOP)
    yield 'the same, 262,144 sources never seen before, below the trigger: each makes the kernel be asked for a socket', 'reported', lossy(ours), NOTHING, NOTHING, lossy(loop)
    found = benchmark('pipeline', '--sources', '1000')
    yield ('of this, decoder and detector, without the kernel; 1,000 known sources', 'no allocation',
           f'{found["ns"] / 1000:.2f} µs, {found["bytes"]:.2f} bytes', NOTHING, NOTHING, NOTHING)
    ours, classic, other = measured(lab, cost.ignored, OURS, CLASSIC, SCANLOGD)
    yield 'a packet of an ignored source, 50,000 a second', 'reported', lossy(ours), lossy(classic), lossy(other), NOTHING
    ours, classic, other = measured(lab, cost.served, OURS, CLASSIC, SCANLOGD)
    yield 'a packet to a port that is served', 'none measurable', lossy(ours), lossy(classic), lossy(other), NOTHING
    ours, classic = measured(lab, cost.probe, OURS, CLASSIC)
    yield ("a new source's probe, logged, 2,000 a second", '≤ 10 µs', f'{lossy(ours)}, {ours["alarms"]} alarms',
           f'{lossy(classic)}, {classic["alarms"]} alarms', 'no alarm', NOTHING)
    ours, classic = measured(lab, first_probes, OURS, CLASSIC)
    yield 'first probe → drop in force, median / p99 of 100', '≤ 1 / 5 ms', milliseconds(ours), milliseconds(classic), 'never blocks', NOTHING
    ours, classic = measured(lab, burst, OURS, CLASSIC)
    yield '1,000 sources at full rate', '1,000 within 100 ms, ≤ 20 µs each', blocked(ours), blocked(classic), 'never blocks', NOTHING
    ours, classic = measured(lab, cost.goes_on, OURS, CLASSIC)
    (fast,) = measured(lab, cost.goes_on_fast, OURS)
    yield ('a blocked source that goes on, 2,000 a second / full rate', '≤ 1 µs, no log lines',
           f'{us(ours)}, {ours["lines"]} lines / {us(fast)}, {fast["lines"]} lines', f'{us(classic)}, {classic["lines"]} lines', 'never blocks', NOTHING)
    say('start ...')
    empty, full = start(lab, OURS), start(lab, OURS, BLOCKS)
    yield ('start until it watches; with 100,000 blocks', '≤ 0.3 s; ≤ 1 s more',
           f'{empty["seconds"]:.2f} s; {full["seconds"]:.2f} s ({full["blocks"]:,} in force)', 'keeps none', 'never blocks', NOTHING)
    ours, classic, other = measured(lab, at_rest, 'ours-atcp-audp', CLASSIC, SCANLOGD)
    yield 'at rest: resident (anonymous) memory, CPU', '≤ 64 MB (≤ 25 MB), 0 %', resting(ours), resting(classic), resting(other), NOTHING
    yield 'the same, linked to a coordinator', 'the same', resting(benchmark('rest')), NOTHING, NOTHING, NOTHING
    yield ('the program', '≤ 32 MB', size(f'{ROOT}/dist/bin/portsentry'), size(f'{OUT}/packages/usr/sbin/portsentry'),
           size(f'{OUT}/packages/usr/sbin/scanlogd'), NOTHING)


def first_probes(lab, name):
    """100 sources, one after the other."""
    return latency.measure(lab, name, 100)


def burst(lab, name):
    """1,000 new sources at once, and how long it took until all were blocked."""
    return cost.burst(lab, name, burst_ms)


def main():
    left_over()
    for program, *libraries in (('flood',), ('lat',), ('pcaploop', '-lpcap')):
        tool(program, *libraries)
    began = time.time()
    print('| what | target | PortSentry | portsentry 1.2 | scanlogd | libpcap loop in C |\n|---|---|---|---|---|---|', flush=True)
    with Lab() as lab:
        for row in rows(lab):
            print(f'| {" | ".join(row)} |', flush=True)
    say(f'{time.time() - began:.0f} s')


if __name__ == '__main__':
    main()
