// lat SOURCE TARGET OPEN_PORT syn|udp PORTS LONGEST_MS QUIET_MS: 5,000 SYN a second to an open port; in their midst a probe of each of
// PORTS. Prints {"probe": its time in ns, "blocked", "last_answered", "first_dead": µs after the probe}: of the packets of the stream, when
// the last that was answered and the next one were sent. Blocked means unanswered for QUIET_MS.
#define _GNU_SOURCE
#include "packets.h"
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

enum { INTERVAL = 200000, PER_MS = 1000000 / INTERVAL, WARM = 50 * PER_MS, MOST = 200000, FIRST_PORT = 2000, PORTS = 60000 };

static uint32_t source, target;
static uint64_t sent_at[MOST];

static void send_packet(int raw, int protocol, int from, int port, uint32_t sequence) {
  uint8_t packet[LONGEST];
  int length = write_packet(packet, protocol, source, from, target, port, sequence);
  struct sockaddr_in to = {.sin_family = AF_INET, .sin_addr.s_addr = target};
  if (sendto(raw, packet, length, 0, (void *)&to, sizeof to) < 0)
    perror("sendto");
}

// The highest number of the stream whose answer has come.
static int read_answers(int answers, int open_port, int sent, int last) {
  uint8_t bytes[256];
  while (recv(answers, bytes, sizeof bytes, 0) > 0) {
    struct iphdr *ip = (void *)bytes;
    struct tcphdr *tcp = (void *)(bytes + ip->ihl * 4);
    if (ip->saddr != target || ip->daddr != source || ntohs(tcp->source) != open_port || !tcp->syn || !tcp->ack)
      continue;
    // It acknowledges the sequence number, which is the packet's own number.
    int number = ntohl(tcp->ack_seq) - 1;
    if (number > last && number < sent)
      last = number;
  }
  return last;
}

static void wait_until(int answers, uint64_t when) {
  uint64_t now = clock_ns(CLOCK_MONOTONIC);
  if (when <= now)
    return;
  struct pollfd readable = {.fd = answers, .events = POLLIN};
  ppoll(&readable, 1, &(struct timespec){0, when - now}, NULL);
}

int main(int count, char **words) {
  if (count != 8)
    return 2;
  source = inet_addr(words[1]);
  target = inet_addr(words[2]);
  int open_port = atoi(words[3]), protocol = strcmp(words[4], "udp") == 0 ? IPPROTO_UDP : IPPROTO_TCP;
  int longest = WARM + atoi(words[6]) * PER_MS, quiet = atoi(words[7]) * PER_MS;
  if (longest > MOST)
    longest = MOST;
  int raw = socket(AF_INET, SOCK_RAW, IPPROTO_RAW), answers = socket(AF_INET, SOCK_RAW, IPPROTO_TCP), room = 4 << 20;
  setsockopt(answers, SOL_SOCKET, SO_RCVBUFFORCE, &room, sizeof room);
  fcntl(answers, F_SETFL, O_NONBLOCK);

  uint64_t probe = 0, probe_at = 0, began = clock_ns(CLOCK_MONOTONIC);
  int sent = 0, last = -1;
  while (sent < longest && !(probe && sent - last > quiet && sent > WARM + quiet)) {
    if (clock_ns(CLOCK_MONOTONIC) >= began + (uint64_t)sent * INTERVAL) {
      if (sent == WARM) {
        probe_at = clock_ns(CLOCK_REALTIME);
        probe = clock_ns(CLOCK_MONOTONIC);
        int number = 0;
        for (char *port = strtok(words[5], ","); port; port = strtok(NULL, ","))
          send_packet(raw, protocol, 1500 + number, atoi(port), (uint32_t)began + number), number++;
      }
      sent_at[sent] = clock_ns(CLOCK_MONOTONIC);
      send_packet(raw, IPPROTO_TCP, FIRST_PORT + sent % PORTS, open_port, sent);
      sent++;
    }
    last = read_answers(answers, open_port, sent, last);
    wait_until(answers, began + (uint64_t)sent * INTERVAL);
  }

  int blocked = probe && last >= 0 && sent - last > quiet;
  printf("{\"probe\": %lu, \"blocked\": %s, \"last_answered\": %.0f, \"first_dead\": %.0f}\n", probe_at, blocked ? "true" : "false",
         blocked ? ((double)sent_at[last] - probe) / 1e3 : -1, blocked ? ((double)sent_at[last + 1] - probe) / 1e3 : -1);
}
