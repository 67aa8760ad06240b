# Debian's portsentry 1.2, unpacked beside us.
case $MODE in *udp) PROTO=udp ;; esac
case $MODE in tcp | udp) KIND=connect ;; esac
peer_setup() {
  mkdir -p "$WORK/ps1"
  cat >/etc/portsentry/portsentry.conf <<C
TCP_PORTS="$TCP_TRIPWIRES"
UDP_PORTS="$UDP_TRIPWIRES"
ADVANCED_PORTS_TCP="1024"
ADVANCED_PORTS_UDP="1024"
IGNORE_FILE="/etc/portsentry/portsentry.ignore"
HISTORY_FILE="$WORK/ps1/history"
BLOCKED_FILE="$WORK/ps1/blocked"
RESOLVE_HOST="0"
BLOCK_UDP="$BLOCK"
BLOCK_TCP="$BLOCK"
KILL_ROUTE="/usr/sbin/iptables -I INPUT -s \$TARGET\$ -j DROP"
KILL_HOSTS_DENY="ALL: \$TARGET\$ : DENY"
SCAN_TRIGGER="$TRIGGER"
C
  printf '%s\n' 127.0.0.1/32 0.0.0.0 $IGNORE >/etc/portsentry/portsentry.ignore
}
peer_start() { "$OUT/packages/usr/sbin/portsentry" "-$MODE"; }
peer_ready() { grep -q 'now active and listening' "$SYSLOG"; }
peer_alarms() { grep -E 'attackalert: (.* from host:|Possible stealth)' "$SYSLOG"; }
