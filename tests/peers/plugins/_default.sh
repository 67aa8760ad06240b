# What a plug-in may say and do; plugins/NAME.sh is sourced after this and says what is different. NAME is what stands before
# the first dash of a peer's name, MODE what stands behind it. All of it runs within the sandbox. The harness sets:
#   WORK  a folder of its own    BLOCK  1 blocks, 0 logs only    IGNORE  addresses never to act on    TRIGGER  SCAN_TRIGGER
#   TCP_TRIPWIRES, UDP_TRIPWIRES  lists with commas    IFACE  the victim's link    OUT, ROOT  the harness's output, this checkout
#   SYSLOG  what came to /dev/log: "<arrival in ns> <PRI>text", a line a message
PROTO=tcp       # tcp or udp: what it is probed with
KIND=stealth    # stealth: one packet suffices; connect: it takes a connection
MULTI=0         # 1: it takes many ports to raise an alarm
GRACE=0.4       # seconds from a scan's end until it is judged
FLOODRATE=50000 FLOODN=500000
peer_setup() { :; }
peer_start() { :; }                            # may detach or stay in front
peer_ready() { true; }
peer_alarms() { cat "$SYSLOG"; }               # a line an alarm
peer_lost() { awk 'FNR > 1 { lost += $NF } END { print lost + 0 }' /proc/net/raw; }
peer_blocklist() {                             # a line an address
  iptables -S 2>/dev/null | grep -E -- '-j (DROP|REJECT)' | grep -oP -- '-s \K[0-9.]+'
  nft list ruleset 2>/dev/null | grep -oP '([0-9]+\.){3}[0-9]+(?= timeout)|[0-9a-f]+:[0-9a-f:.]+(?= timeout)'
  true
}
peer_blocks() { :; }                           # the same with moments, as JSON, where the peer knows them
