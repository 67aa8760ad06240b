#!/usr/bin/env python3
"""beside.py [MODE,..]: the matrix of ours-MODE beside that of ps1-MODE as a table; exit 1 where ours shows or blocks less, or an innocent"""
import json
import sys

from lab import OUT

MODES = ('tcp', 'stcp', 'atcp', 'udp', 'sudp', 'audp')
DECOYS = {'10.77.0.201', '10.77.0.202'}
SERVED = {'22', '80'}


def read(peer):
    with open(f'{OUT}/results/matrix-{peer}.json') as file:
        return json.load(file)


def word(cell):
    return 'blocks' if cell['blocked'] else 'tells' if cell['alarms'] else '-'


def faults(mode, kind, ours, theirs):
    if theirs['alarms'] and not ours['alarms']:
        yield 'shows less'
    if theirs['blocked'] and not ours['blocked']:
        yield 'blocks less'
    if kind == 'normal' and (ours['alarms'] or ours['blocked']):
        yield 'blocks a client'
    if set(ours['others blocked']) - (DECOYS if kind == 'decoys' else set()):
        yield f"blocks others: {' '.join(ours['others blocked'])}"
    if mode != 'tcp' and set(ours['open']) - SERVED:
        yield f"answers on {' '.join(ours['open'])}"
    if not ours['alive']:
        yield 'is dead'


def main():
    modes = sys.argv[1].split(',') if len(sys.argv) > 1 else MODES
    tables = {mode: (read(f'ours-{mode}'), read(f'ps1-{mode}')) for mode in modes}
    kinds = list(dict.fromkeys(kind for ours, _ in tables.values() for kind in ours))
    print('| scan |', ' | '.join(modes), '|')
    print('|---' * (len(modes) + 1) + '|')
    wrong = []
    for kind in kinds:
        row = []
        for mode in modes:
            ours, theirs = (table.get(kind) for table in tables[mode])
            row.append(f'{word(ours)} / {word(theirs)}' if ours else '')
            wrong += [f'{mode} {kind}: ours {fault}' for fault in faults(mode, kind, ours, theirs)] if ours else []
        print(f'| {kind} |', ' | '.join(row), '|')
    print('\n'.join(wrong), file=sys.stderr)
    sys.exit(bool(wrong))


if __name__ == '__main__':
    main()
