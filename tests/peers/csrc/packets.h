// IPv4 packets with TCP or UDP in them, checksums and all.
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <netinet/udp.h>
#include <stdint.h>
#include <string.h>
#include <time.h>

enum { PAYLOAD = 12, LONGEST = sizeof(struct iphdr) + sizeof(struct tcphdr) };

static inline uint64_t clock_ns(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1000000000ull + now.tv_nsec;
}

static inline uint32_t add(const void *bytes, int length, uint32_t sum) {
  const uint8_t *byte = bytes;
  for (; length > 1; length -= 2, byte += 2)
    sum += (byte[0] << 8) | byte[1];
  return sum;
}

static inline uint16_t fold(uint32_t sum) {
  while (sum >> 16)
    sum = (sum & 0xffff) + (sum >> 16);
  return htons(~sum);
}

// Writes a SYN, or a datagram, into the buffer; addresses in network order. Returns its length.
static inline int write_packet(uint8_t *to, int protocol, uint32_t source, uint16_t source_port, uint32_t target, uint16_t port, uint32_t sequence) {
  int inner = protocol == IPPROTO_TCP ? sizeof(struct tcphdr) : sizeof(struct udphdr) + PAYLOAD;
  memset(to, 0, sizeof(struct iphdr) + inner);
  struct iphdr *ip = (void *)to;
  ip->version = 4;
  ip->ihl = 5;
  ip->tot_len = htons(sizeof *ip + inner);
  ip->id = htons(sequence);
  ip->ttl = 64;
  ip->protocol = protocol;
  ip->saddr = source;
  ip->daddr = target;
  ip->check = fold(add(ip, sizeof *ip, 0));
  uint32_t pseudo = add(&ip->saddr, 8, 0) + protocol + inner;
  if (protocol == IPPROTO_TCP) {
    struct tcphdr *tcp = (void *)(ip + 1);
    tcp->source = htons(source_port);
    tcp->dest = htons(port);
    tcp->seq = htonl(sequence);
    tcp->doff = 5;
    tcp->syn = 1;
    tcp->window = htons(1024);
    tcp->check = fold(add(tcp, inner, pseudo));
  } else {
    struct udphdr *udp = (void *)(ip + 1);
    udp->source = htons(source_port);
    udp->dest = htons(port);
    udp->len = htons(inner);
    memcpy(udp + 1, &sequence, sizeof sequence);
    udp->check = fold(add(udp, inner, pseudo));
  }
  return sizeof *ip + inner;
}
