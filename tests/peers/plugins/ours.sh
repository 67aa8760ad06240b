# dist/bin/portsentry; MODE is one mode, or two parted by a dash: ours-atcp, ours-atcp-audp.
case $MODE in *udp) [ "$MODE" = "${MODE%%-*}" ] && PROTO=udp ;; esac
program="$ROOT/dist/bin/portsentry"
config="$WORK/ours/portsentry.conf"
peer_setup() {
  mkdir -p "$WORK/ours/state"
  [ -z "$BLOCKS" ] || cp "$BLOCKS" "$WORK/ours/state/blocks.log"
  printf '%s\n' $IGNORE >"$WORK/ours/ignore"
  cat >"$config" <<C
TCP_PORTS="$TCP_TRIPWIRES"
UDP_PORTS="$UDP_TRIPWIRES"
ADVANCED_PORTS_TCP="1024"
ADVANCED_PORTS_UDP="1024"
IGNORE_FILE="$WORK/ours/ignore"
HISTORY_FILE="$WORK/ours/history"
BLOCKED_FILE="$WORK/ours/blocked"
STATE_DIR="$WORK/ours/state"
CONTROL_SOCKET="/run/portsentry.sock"
BLOCK_UDP="$BLOCK"
BLOCK_TCP="$BLOCK"
SCAN_TRIGGER="$TRIGGER"
SERVICE_GRACE="0"
BOOT_GRACE="0"
C
}
# It detaches, and returns once it is ready: how long that took is written down, in microseconds.
peer_start() {
  local began=${EPOCHREALTIME/./}
  "$program" -${MODE//-/ -} -c "$config" && echo $((${EPOCHREALTIME/./} - began)) >"$WORK/ready"
}
peer_ready() { [ -e "$WORK/ready" ]; }
peer_alarms() { grep -E 'attackalert: .* from host:' "$SYSLOG"; }
peer_lost() { "$program" status -o json -c "$config" | grep -oP '"framesDropped": *\K\d+'; }
peer_blocks() { "$program" blocks -o json -c "$config"; }
