// flood IFACE TO_MAC FROM_MAC SOURCE SOURCES TARGET PORTS tcp|udp COUNT RATE: so many packets at so many a second (0: at once), from so
// many sources from SOURCE on, in scattered order. Prints {"sent", "wall", "cpu"}; no two runs send the same segment.
#define _GNU_SOURCE
#include "packets.h"
#include <errno.h>
#include <linux/if_ether.h>
#include <linux/if_packet.h>
#include <net/if.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 32, PORTS = 64, STRIDE = 7919 };

static int read_ports(char *list, int *ports) {
  int count = 0;
  for (char *port = strtok(list, ","); port && count < PORTS; port = strtok(NULL, ","))
    ports[count++] = atoi(port);
  return count;
}

static void read_mac(const char *text, uint8_t *mac) {
  unsigned byte[6];
  sscanf(text, "%x:%x:%x:%x:%x:%x", byte, byte + 1, byte + 2, byte + 3, byte + 4, byte + 5);
  for (int i = 0; i < 6; i++)
    mac[i] = byte[i];
}

static int open_link(const char *name) {
  int link = socket(AF_PACKET, SOCK_RAW, 0), on = 1;
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_ifindex = if_nametoindex(name), .sll_protocol = htons(ETH_P_IP)};
  if (link < 0 || bind(link, (void *)&address, sizeof address) != 0) {
    perror("flood");
    exit(1);
  }
  setsockopt(link, SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);
  return link;
}

int main(int count, char **words) {
  if (count != 11)
    return 2;
  int link = open_link(words[1]);
  struct ethhdr head = {.h_proto = htons(ETH_P_IP)};
  read_mac(words[2], head.h_dest);
  read_mac(words[3], head.h_source);
  uint32_t source = ntohl(inet_addr(words[4])), sources = atoi(words[5]), target = inet_addr(words[6]);
  int ports[PORTS], port_count = read_ports(words[7], ports);
  int protocol = strcmp(words[8], "tcp") == 0 ? IPPROTO_TCP : IPPROTO_UDP;
  uint64_t wanted = atol(words[9]), sent = 0;
  double rate = atof(words[10]);

  static uint8_t frames[BATCH][sizeof(struct ethhdr) + LONGEST];
  struct iovec parts[BATCH];
  struct mmsghdr messages[BATCH] = {0};
  for (int i = 0; i < BATCH; i++) {
    memcpy(frames[i], &head, sizeof head);
    parts[i].iov_base = frames[i];
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }

  uint64_t began = clock_ns(CLOCK_MONOTONIC);
  uint32_t first = began / 1000;
  while (sent < wanted) {
    uint64_t due = wanted - sent;
    if (rate > 0) {
      uint64_t by_now = (clock_ns(CLOCK_MONOTONIC) - began) * rate / 1e9 + 1;
      if (by_now <= sent) {
        nanosleep(&(struct timespec){0, 20000}, NULL);
        continue;
      }
      due = by_now - sent < due ? by_now - sent : due;
    }
    int batch = due > BATCH ? BATCH : due;
    for (int i = 0; i < batch; i++) {
      uint64_t number = sent + i;
      uint32_t from = htonl(source + number * STRIDE % sources);
      int port = ports[number / sources % port_count];
      parts[i].iov_len = sizeof head + write_packet(frames[i] + sizeof head, protocol, from, 20000 + number % 40000, target, port, first + number);
    }
    int done = sendmmsg(link, messages, batch, 0);
    if (done < 0 && errno != ENOBUFS && errno != EAGAIN) {
      perror("flood");
      return 1;
    }
    sent += done > 0 ? done : 0;
  }

  double wall = (clock_ns(CLOCK_MONOTONIC) - began) / 1e9;
  struct rusage used;
  getrusage(RUSAGE_SELF, &used);
  double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  printf("{\"sent\": %lu, \"wall\": %.4f, \"cpu\": %.4f}\n", sent, wall, cpu);
}
