/* A bare echo server of datagrams: so that the server is not what the benchmark measures.
 * Takes and answers as many at a time as there are. Prints its port, serves until its standard input
 * ends. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { BATCH = 64, MESSAGE_BYTES = 2048, BUFFER_BYTES = 4 * 1024 * 1024 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
}

static int bind_to_loopback(void) {
  int fd = socket(AF_INET, SOCK_DGRAM, 0), bytes = BUFFER_BYTES;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof address;
  setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  if (bind(fd, (struct sockaddr *)&address, length) < 0) fail("bind");
  getsockname(fd, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

static void echo(int fd) {
  static char buffers[BATCH][MESSAGE_BYTES];
  static struct sockaddr_in senders[BATCH];
  struct iovec vectors[BATCH];
  struct mmsghdr headers[BATCH];
  for (int i = 0; i < BATCH; i++) {
    vectors[i] = (struct iovec){buffers[i], MESSAGE_BYTES};
    headers[i] = (struct mmsghdr){.msg_hdr = {.msg_name = &senders[i],
                                              .msg_namelen = sizeof senders[i],
                                              .msg_iov = &vectors[i],
                                              .msg_iovlen = 1}};
  }
  int count = recvmmsg(fd, headers, BATCH, MSG_DONTWAIT, NULL);
  for (int i = 0; i < count; i++) vectors[i].iov_len = headers[i].msg_len;
  for (int sent = 0; sent < count;) {
    int more = sendmmsg(fd, headers + sent, count - sent, 0);
    /* A client that has gone refuses its reply: the next one may be there. */
    sent += more > 0 ? more : 1;
  }
}

int main(void) {
  struct epoll_event events[2];
  int epoll = epoll_create1(0), fd = bind_to_loopback();
  watch(epoll, fd);
  watch(epoll, STDIN_FILENO);
  for (;;) {
    int count = epoll_wait(epoll, events, 2, -1);
    for (int i = 0; i < count; i++) {
      if (events[i].data.fd == STDIN_FILENO) return 0;
      echo(fd);
    }
  }
}
