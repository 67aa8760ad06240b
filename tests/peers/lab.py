"""The bench's two hosts, and a peer that runs on one of them. See README.md."""
import glob
import json
import os
import re
import shutil
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
OUT = os.environ.get('PEERS_OUT', f'{ROOT}/dist/peers')

VICTIM, ATTACKER = '10.77.0.1', '10.77.0.2'
VICTIM6, ATTACKER6 = 'fd77::1', 'fd77::2'
# By way of an address of its own: a gateway is protected, and is never blocked.
GATEWAY = '10.77.0.254'
SPOOFED, FIRST_SPOOFED = '10.128.0.0/9', '10.128.0.1'
TCP_TRIPWIRES = '1,11,15,79,111,119,143,540,635'
UDP_TRIPWIRES = '1,7,9,69,161,162,513,635,640'
SETTINGS = ('PROTO', 'KIND', 'GRACE', 'MULTI', 'FLOODRATE', 'FLOODN')


def sh(command, check=True, **more):
    return subprocess.run(command, shell=isinstance(command, str), check=check, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, **more).stdout


def tool(name, *libraries):
    """The path of a program of csrc/, compiled when its source is newer."""
    source, program = f'{HERE}/csrc/{name}.c', f'{OUT}/bin/{name}'
    if not os.path.exists(program) or os.path.getmtime(program) < os.path.getmtime(source):
        os.makedirs(f'{OUT}/bin', exist_ok=True)
        subprocess.run(['gcc', '-O2', '-Wall', '-o', program, source, *libraries], check=True)
    return program


def save(kind, peer, results):
    os.makedirs(f'{OUT}/results', exist_ok=True)
    with open(f'{OUT}/results/{kind}-{peer}.json', 'w') as file:
        json.dump(results, file, indent=1)


class Lab:
    """Two network namespaces joined by a link: the victim, with real services, and the attacker, whose is the spoofed network as well."""

    def __init__(self):
        self.victim, self.attacker = f'peers{os.getpid()}v', f'peers{os.getpid()}a'
        self.services = None
        self.mac = {}

    def on(self, host, command, **more):
        return sh(['ip', 'netns', 'exec', host] + (command if isinstance(command, list) else ['bash', '-c', command]), **more)

    def attack(self, command, **more):
        return self.on(self.attacker, command, **more)

    def up(self):
        self.down()
        for host in (self.victim, self.attacker):
            sh(['ip', 'netns', 'add', host])
        sh(f'ip -n {self.victim} link add veth0 type veth peer name veth0 netns {self.attacker}')
        for host, ipv4, ipv6 in ((self.victim, VICTIM, VICTIM6), (self.attacker, ATTACKER, ATTACKER6)):
            sh(f'ip -n {host} link set lo up; ip -n {host} addr add {ipv4}/24 dev veth0;'
               f'ip -n {host} -6 addr add {ipv6}/64 dev veth0 nodad; ip -n {host} link set veth0 up')
            self.mac[host] = json.loads(sh(f'ip -j -n {host} link show veth0'))[0]['address']
        # The victim's answers to spoofed sources go to the attacker, who takes them as its own.
        self.on(self.victim, f'ip route add {SPOOFED} via {GATEWAY}; sysctl -qw net.ipv4.icmp_ratelimit=0')
        self.attack(f'ip addr add {GATEWAY}/24 dev veth0; ip route add local {SPOOFED} dev lo; sysctl -qw net.ipv4.ip_nonlocal_bind=1 net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.veth0.rp_filter=0')
        for address in (ATTACKER, GATEWAY):
            self._neighbour(self.victim, address, self.attacker)
        self._neighbour(self.attacker, VICTIM, self.victim)
        for decoy in (201, 202, 203):
            self._neighbour(self.victim, f'10.77.0.{decoy}', self.attacker)
        self.services = subprocess.Popen(['ip', 'netns', 'exec', self.victim, f'{HERE}/services.py'])
        for _ in range(100):
            if self.answers():
                return
            time.sleep(.05)
        raise RuntimeError('the services of the victim did not come up')

    def down(self):
        if self.services:
            self.services.kill()
            self.services.wait()
            self.services = None
        for host in (self.victim, self.attacker):
            if os.path.exists(f'/run/netns/{host}'):
                sh(['ip', 'netns', 'del', host], check=False)

    def answers(self, ipv6=False):
        """Does the attacker get an answer from an open port?"""
        family, address = ('AF_INET6', VICTIM6) if ipv6 else ('AF_INET', VICTIM)
        probe = f'import socket; s = socket.socket(socket.{family}); s.settimeout(.7); s.connect(("{address}", 22)); print("up")'
        return 'up' in self.attack(['python3', '-c', probe], check=False)

    def flood(self, source, sources, ports, protocol, count, rate):
        """Sends so many packets, at so many a second (0: as fast as it can)."""
        return json.loads(self.attack([tool('flood'), 'veth0', self.mac[self.victim], self.mac[self.attacker], source, str(sources),
                                       VICTIM, ports, protocol, str(count), str(rate)], timeout=300))

    def stream(self, source, kind, ports, longest_ms, quiet_ms):
        """Sends a probe in the midst of a stream to an open port, and says when the stream stopped being answered."""
        return json.loads(self.attack([tool('lat'), source, VICTIM, '22', kind, ports, str(longest_ms), str(quiet_ms)], timeout=60))

    def _neighbour(self, host, address, owner):
        sh(f'ip -n {host} neigh replace {address} lladdr {self.mac[owner]} dev veth0 nud permanent')

    def __enter__(self):
        return self

    def __exit__(self, *failure):
        self.down()


class Peer:
    """One run of one detector on the victim: in mount and pid namespaces of its own, and a cgroup that counts its processor time."""

    def __init__(self, lab, name, block=True, ignore='', **env):
        self.lab, self.name = lab, name
        self.work = f'{OUT}/work'
        self.syslog = f'{self.work}/syslog'
        self.group = f'{self._groups()}/portsentry-peers-{os.getpid()}'
        family, _, mode = name.partition('-')
        self.plugin = next((path for folder in (os.environ.get('PEERS_PLUGINS', ''), f'{HERE}/plugins')
                            if os.path.exists(path := f'{folder}/{family}.sh')), None)
        if not self.plugin:
            raise SystemExit(f'no plug-in {family}.sh for {name}')
        self.env = os.environ | {
            'PEERS': HERE, 'OUT': OUT, 'ROOT': ROOT, 'WORK': self.work, 'SYSLOG': self.syslog, 'MODE': mode, 'IFACE': 'veth0', 'TRIGGER': '0',
            'BLOCK': '1' if block else '0', 'IGNORE': ignore, 'TCP_TRIPWIRES': TCP_TRIPWIRES, 'UDP_TRIPWIRES': UDP_TRIPWIRES} | env
        told = subprocess.run(['bash', '-c', f'. {HERE}/plugins/_default.sh; . {self.plugin}; for v in {" ".join(SETTINGS)}; do echo $v=${{!v}}; done'],
                              env=self.env, stdout=subprocess.PIPE, text=True, check=True).stdout
        self.settings = dict(line.split('=', 1) for line in told.split())
        self.helpers = []

    def start(self, patience=30):
        shutil.rmtree(self.work, ignore_errors=True)
        os.makedirs(f'{self.work}/dev')
        os.makedirs(f'{self.work}/varlog')
        open(self.syslog, 'w').close()
        os.makedirs(self.group, exist_ok=True)
        self.lab.up()
        self.helpers.append(subprocess.Popen([f'{HERE}/syslog.py', f'{self.work}/dev/log', self.syslog]))
        self._wait_for(f'{self.work}/dev/log')
        self.box = subprocess.Popen(['nsenter', f'--net=/run/netns/{self.lab.victim}', 'unshare', '-m', '-p', '-f', '--kill-child=SIGKILL',
                                     '--mount-proc', f'{HERE}/sandbox', self.work], stdout=subprocess.DEVNULL)
        self.helpers.append(self.box)
        self._wait_for(f'{self.work}/up')
        self.init = open(f'/proc/{self.box.pid}/task/{self.box.pid}/children').read().split()[0]
        self.call('peer_setup')
        self.run = subprocess.Popen(self._words('peer_start', f'echo $$ > {self.group}/cgroup.procs; '), env=self.env,
                                    stdout=open(f'{self.work}/output', 'w'), stderr=subprocess.STDOUT)
        end = time.time() + patience
        while self.status('peer_ready') != 0:
            if time.time() > end:
                raise RuntimeError(f'{self.name} is not ready: ' + open(f'{self.work}/output').read()[-500:])
            time.sleep(.02)
        return self

    def stop(self):
        for helper in reversed(self.helpers):
            helper.kill()
            helper.wait()
        if hasattr(self, 'run'):
            self.run.kill()
            self.run.wait()
        for _ in range(500):
            try:
                return os.rmdir(self.group)
            except FileNotFoundError:
                return None
            except OSError:
                # What was killed is not gone yet.
                time.sleep(.02)
        raise RuntimeError(f'{self.name} does not end')

    def status(self, function):
        return subprocess.run(self._words(function), env=self.env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode

    def call(self, function):
        return subprocess.run(self._words(function), env=self.env, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout

    def alarms(self):
        return [line for line in self.call('peer_alarms').split('\n') if line]

    def blocked(self):
        return sorted(set(self.call('peer_blocklist').split()))

    def lost(self):
        """Packets that the peer never handled."""
        return int(self.call('peer_lost').strip() or 0)

    def cpu(self):
        """Seconds of processor time of the peer and all its children, those that have ended too."""
        return int(dict(line.split() for line in open(f'{self.group}/cpu.stat'))['usage_usec']) / 1e6

    def settled_cpu(self, patience=90):
        """The same once it no longer grows by more than 1 % of a processor over half a second."""
        last, end = self.cpu(), time.time() + patience
        while time.time() < end:
            time.sleep(.5)
            now = self.cpu()
            if now - last < .005:
                return now
            last = now
        return last

    def pids(self):
        try:
            return [pid for pid in open(f'{self.group}/cgroup.procs').read().split() if pid != '0']
        except FileNotFoundError:
            return []

    def memory(self, field):
        """Kilobytes of the daemons together, of a field of /proc/PID/status: VmHWM, VmRSS, RssAnon."""
        total = 0
        for pid in self.pids():
            try:
                status = open(f'/proc/{pid}/status').read()
            except FileNotFoundError:
                continue
            found = re.search(rf'^{field}:\s+(\d+)', status, re.M)
            if found and re.search(r'^Name:\t(.*)', status, re.M)[1] not in ('bash', 'nsenter', 'sh', 'iptables'):
                total += int(found[1])
        return total

    def _words(self, function, before=''):
        inside = f". {HERE}/plugins/_default.sh; . {self.plugin}; {function}"
        return ['bash', '-c', f"{before}exec nsenter -t {self.init} -m -n -p -- bash -c '{inside}'"]

    @staticmethod
    def _groups():
        """Where cgroup2 is mounted."""
        return next(fields[1] for fields in map(str.split, open('/proc/mounts')) if fields[2] == 'cgroup2')

    @staticmethod
    def _wait_for(path):
        for _ in range(400):
            if os.path.exists(path):
                return
            time.sleep(.005)
        raise RuntimeError(f'{path} did not come up')

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *failure):
        self.stop()


def chosen(argument):
    """The peers that a list on the command line names."""
    return argument.split(',')


def left_over():
    """Takes down what a killed run left behind."""
    for path in glob.glob('/run/netns/peers*[va]'):
        owner = re.fullmatch(r'peers(\d+)[va]', os.path.basename(path))
        if owner and not os.path.exists(f'/proc/{owner[1]}'):
            sh(['ip', 'netns', 'del', os.path.basename(path)], check=False)
