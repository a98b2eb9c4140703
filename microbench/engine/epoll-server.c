/* A bare echo server on one epoll descriptor: so that the server is not what the benchmark measures.
 * Prints its port, serves until its standard input ends. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

enum { EVENTS = 512, BUFFER_BYTES = 64 * 1024 };

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) < 0) fail("epoll_ctl");
}

static int listen_on_loopback(void) {
  int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t length = sizeof address;
  if (bind(fd, (struct sockaddr *)&address, length) < 0 || listen(fd, 4096) < 0) fail("listen");
  getsockname(fd, (struct sockaddr *)&address, &length);
  printf("%d\n", ntohs(address.sin_port));
  fflush(stdout);
  return fd;
}

static void accept_all(int epoll, int listener) {
  for (int fd; (fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0;) {
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    watch(epoll, fd);
  }
}

int main(void) {
  static char buffer[BUFFER_BYTES];
  struct epoll_event events[EVENTS];
  struct rlimit files;
  getrlimit(RLIMIT_NOFILE, &files);
  files.rlim_cur = files.rlim_max;
  setrlimit(RLIMIT_NOFILE, &files);
  int epoll = epoll_create1(0);
  int listener = listen_on_loopback();
  watch(epoll, listener);
  watch(epoll, STDIN_FILENO);
  for (;;) {
    int count = epoll_wait(epoll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      int fd = events[i].data.fd;
      if (fd == STDIN_FILENO) return 0;
      if (fd == listener) {
        accept_all(epoll, listener);
        continue;
      }
      ssize_t received = recv(fd, buffer, sizeof buffer, 0);
      /* The clients keep at most a few KiB in flight: the socket buffer takes an echo whole. */
      if (received <= 0 || send(fd, buffer, received, MSG_NOSIGNAL) != received) close(fd);
    }
  }
}
