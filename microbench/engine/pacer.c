/* How late a sleeper wakes on this CPU: waits for the times of a constant schedule with
 * epoll_pwait2 and timer slack 1, does nothing else, and prints p50 and p99 of its lateness, ns. */
#define _GNU_SOURCE
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/prctl.h>
#include <time.h>

static int64_t read_clock(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * 1000000000LL + time.tv_nsec;
}

static int compare(const void *left, const void *right) {
  int64_t a = *(const int64_t *)left, b = *(const int64_t *)right;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  double rate_per_sec = atof(argv[1]);
  int count = rate_per_sec * atoi(argv[2]) / 1000;
  if (count < 1) return 2;
  int64_t *late_ns = malloc(count * sizeof *late_ns);
  struct epoll_event event;
  int epoll = epoll_create1(0);
  prctl(PR_SET_TIMERSLACK, 1);
  int64_t start_ns = read_clock() + 1000000;
  for (int i = 0; i < count; i++) {
    int64_t due_ns = start_ns + (int64_t)(i * 1e9 / rate_per_sec);
    int64_t now_ns;
    while ((now_ns = read_clock()) < due_ns) {
      struct timespec wait = {(due_ns - now_ns) / 1000000000, (due_ns - now_ns) % 1000000000};
      epoll_pwait2(epoll, &event, 1, &wait, NULL);
    }
    late_ns[i] = now_ns - due_ns;
  }
  qsort(late_ns, count, sizeof *late_ns, compare);
  printf("%lld %lld\n", (long long)late_ns[count / 2], (long long)late_ns[(int)(count * 0.99)]);
  return 0;
}
