# Debian's scanlogd, unpacked beside us: it logs only.
MULTI=1
peer_setup() {
  mkdir -p /run/scanlogd/empty
  grep -q ^scanlogd: /etc/passwd || echo 'scanlogd:x:65533:65534::/run/scanlogd:/usr/sbin/nologin' >>/etc/passwd
}
peer_start() { "$OUT/packages/usr/sbin/scanlogd"; }
peer_ready() { pgrep -x scanlogd; }
peer_alarms() { grep -E ' to [0-9.]+.* ports ' "$SYSLOG"; }
