# A loop on libpcap that decodes and counts by source (csrc/pcaploop.c): the least that any detector on libpcap costs.
# The kernel drops what it counts, as it does for a peer that blocks: the senders then have the same rate.
peer_setup() { [ "$BLOCK" = 0 ] || nft 'add table ip pcaploop; add chain ip pcaploop drop { type filter hook prerouting priority -310; }; add rule ip pcaploop drop ip saddr 10.128.0.0/9 drop'; }
peer_start() { exec "$OUT/bin/pcaploop" "$IFACE" "tcp[13] & 0x14 = 0 and tcp dst portrange 1-1023 and not tcp dst port 22 and not tcp dst port 80" "$WORK/lost"; }
peer_ready() { [ -e "$WORK/lost" ]; }
peer_lost() { cat "$WORK/lost"; }
