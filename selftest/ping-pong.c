/* The least that a client can measure: one message, wait for it, again.
 * ping-pong PORT MESSAGE_BYTES WARMUP_MS MEASURE_MS
 * prints the round trips and their median, ns. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum { BUFFER_BYTES = 64 * 1024, TIMES_MAX = 4 * 1000 * 1000 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static int64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int compare(const void *a, const void *b) {
  uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
  return one < other ? -1 : one > other;
}

static int connect_to(int port) {
  struct sockaddr_in address = {
      .sin_family = AF_INET, .sin_port = htons(port), .sin_addr = {htonl(INADDR_LOOPBACK)}};
  struct timeval patience = {.tv_sec = 5};
  int on = 1;
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, sizeof address) < 0) fail("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  return fd;
}

static void exchange(int fd, char *message, size_t bytes) {
  if (send(fd, message, bytes, MSG_NOSIGNAL) != (ssize_t)bytes) fail("send");
  for (size_t received = 0; received < bytes;) {
    ssize_t count = recv(fd, message, bytes - received, 0);
    if (count <= 0) fail("recv");
    received += count;
  }
}

int main(int argc, char **argv) {
  static char message[BUFFER_BYTES];
  static uint32_t times[TIMES_MAX];
  if (argc != 5) return 2;
  size_t bytes = atoi(argv[2]);
  if (bytes < 1 || bytes > BUFFER_BYTES) return 2;
  memset(message, 'm', sizeof message);
  int fd = connect_to(atoi(argv[1]));
  int64_t start_ns = now_ns() + atoll(argv[3]) * 1000000;
  int64_t end_ns = start_ns + atoll(argv[4]) * 1000000;
  int count = 0;
  for (int64_t before_ns = now_ns(); before_ns < end_ns && count < TIMES_MAX;) {
    exchange(fd, message, bytes);
    int64_t after_ns = now_ns();
    if (before_ns >= start_ns) times[count++] = (uint32_t)(after_ns - before_ns);
    before_ns = after_ns;
  }
  if (count == 0) return 1;
  qsort(times, count, sizeof times[0], compare);
  printf("%d %u\n", count, times[count / 2]);
  return 0;
}
