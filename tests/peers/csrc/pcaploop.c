// pcaploop IFACE FILTER LOSSFILE: reads with libpcap, decodes IPv4 and TCP, counts probes and ports by source in a hash table.
#include <arpa/inet.h>
#include <netinet/ip.h>
#include <netinet/tcp.h>
#include <pcap/pcap.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define SLOTS (1u << 20)

struct source {
  uint32_t address, probes, first_second, last_second;
  uint64_t ports[16];
};

static struct source *table;

static void handle(u_char *user, const struct pcap_pkthdr *head, const u_char *frame) {
  (void)user;
  if (head->caplen < 14 + sizeof(struct iphdr))
    return;
  const struct iphdr *ip = (const void *)(frame + 14);
  unsigned length = ip->ihl * 4;
  if (ip->version != 4 || ip->protocol != IPPROTO_TCP || length < 20 || head->caplen < 14 + length + sizeof(struct tcphdr))
    return;
  const struct tcphdr *tcp = (const void *)(frame + 14 + length);
  uint32_t slot = (ip->saddr * 2654435761u) >> 12;
  while (table[slot].address != ip->saddr && table[slot].address != 0)
    slot = (slot + 1) % SLOTS;
  struct source *source = &table[slot];
  if (source->address == 0)
    source->address = ip->saddr, source->first_second = head->ts.tv_sec;
  source->probes++;
  source->last_second = head->ts.tv_sec;
  unsigned port = ntohs(tcp->dest);
  if (port < 1024)
    source->ports[port / 64] |= 1ull << (port % 64);
}

static void tell_loss(pcap_t *capture, const char *path) {
  struct pcap_stat counts;
  FILE *file = fopen(path, "w");
  if (!file || pcap_stats(capture, &counts) != 0)
    exit(1);
  fprintf(file, "%u\n", counts.ps_drop);
  fclose(file);
}

int main(int count, char **words) {
  char error[PCAP_ERRBUF_SIZE];
  struct bpf_program filter;
  if (count != 4)
    return 2;
  table = calloc(SLOTS, sizeof *table);
  pcap_t *capture = pcap_create(words[1], error);
  pcap_set_snaplen(capture, 128);
  pcap_set_buffer_size(capture, 16 << 20);
  pcap_set_timeout(capture, 4);
  if (pcap_activate(capture) < 0 || pcap_compile(capture, &filter, words[2], 1, PCAP_NETMASK_UNKNOWN) != 0 || pcap_setfilter(capture, &filter) != 0) {
    pcap_perror(capture, "pcaploop");
    return 1;
  }
  tell_loss(capture, words[3]);
  struct pollfd wait = {.fd = pcap_get_selectable_fd(capture), .events = POLLIN};
  pcap_setnonblock(capture, 1, error);
  for (;;) {
    // Quiet for a second: the moment to say what was lost.
    if (poll(&wait, 1, 1000) == 0)
      tell_loss(capture, words[3]);
    else
      pcap_dispatch(capture, -1, handle, NULL);
  }
}
