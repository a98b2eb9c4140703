/* The least that a closed loop of datagrams can cost: recv, send, epoll_wait on connected sockets,
 * and no look at what came back. One datagram is in flight on each; a lost one ends the run.
 * datagram-client PORT CONNECTIONS MESSAGE_BYTES DEPTH WARMUP_MS MEASURE_MS
 * prints the datagrams that were answered in the measured time and the CPU time of this process, ns. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>

enum { EVENTS = 512, BUFFER_BYTES = 64 * 1024 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t read_clock(clockid_t clock) {
  struct timespec time;
  clock_gettime(clock, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int connect_to(int port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  int fd = socket(AF_INET, SOCK_DGRAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
  return fd;
}

static void send_message(int fd, const char *message, size_t bytes) {
  if (send(fd, message, bytes, MSG_DONTWAIT | MSG_NOSIGNAL) != (ssize_t)bytes) fail("send");
}

int main(int argc, char **argv) {
  static char buffer[BUFFER_BYTES], message[BUFFER_BYTES];
  struct epoll_event events[EVENTS];
  if (argc != 7 || atoi(argv[4]) != 1) return 2;
  int connections = atoi(argv[2]), message_bytes = atoi(argv[3]);
  int64_t warmup_ns = atoll(argv[5]) * 1000000, measure_ns = atoll(argv[6]) * 1000000;
  memset(message, 'm', sizeof message);
  int epoll = epoll_create1(0);
  int *fds = calloc(connections, sizeof *fds);
  for (int i = 0; i < connections; i++) {
    struct epoll_event event = {.events = EPOLLIN | EPOLLET, .data.u32 = i};
    fds[i] = connect_to(atoi(argv[1]));
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, fds[i], &event) < 0) fail("epoll_ctl");
  }
  for (int i = 0; i < connections; i++) send_message(fds[i], message, message_bytes);

  int64_t answered = 0, start_answered = 0, start_cpu_ns = 0, start_ns = 0;
  int64_t measure_at_ns = read_clock(CLOCK_MONOTONIC) + warmup_ns;
  for (;;) {
    int64_t now_ns = read_clock(CLOCK_MONOTONIC);
    if (start_ns == 0 && now_ns >= measure_at_ns) {
      start_ns = now_ns;
      start_answered = answered;
      start_cpu_ns = read_clock(CLOCK_PROCESS_CPUTIME_ID);
    } else if (start_ns != 0 && now_ns - start_ns >= measure_ns) {
      break;
    }
    int count = epoll_wait(epoll, events, EVENTS, 100);
    for (int i = 0; i < count; i++) {
      int fd = fds[events[i].data.u32];
      ssize_t received = recv(fd, buffer, sizeof buffer, MSG_DONTWAIT);
      if (received < 0 && errno == EAGAIN) continue;
      if (received != message_bytes) fail("recv");
      answered++;
      send_message(fd, message, message_bytes);
    }
  }
  printf("%lld %lld\n", (long long)(answered - start_answered),
         (long long)(read_clock(CLOCK_PROCESS_CPUTIME_ID) - start_cpu_ns));
  return 0;
}
