# A loop on libpcap that decodes and counts by source (csrc/pcaploop.c): the least that any detector on libpcap costs.
peer_start() { exec "$OUT/bin/pcaploop" "$IFACE" "tcp[13] & 0x14 = 0 and tcp dst portrange 1-1023 and not tcp dst port 22 and not tcp dst port 80" "$WORK/lost"; }
peer_ready() { [ -e "$WORK/lost" ]; }
peer_lost() { cat "$WORK/lost"; }
