/* bench ALGORITHM COUNT: sorts COUNT random values a few times and prints what it measured, one `name value` a line:
 *   ns_per_value  nanoseconds for each value, the best round
 *   comparisons   comparisons divided by COUNT * log2(COUNT), the textbook's unit */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "numbers.h"
#include "sorting.h"

enum { ROUNDS = 5 };

static double now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

static double log2_of(size_t count) { /* to 1/1000 and without the mathematical library */
  double rest = (double)count, whole = 0, step = 1, fraction = 0;
  for (; rest >= 2; rest /= 2) whole++;
  for (int bit = 0; bit < 12; bit++) {
    rest *= rest;
    step /= 2;
    if (rest >= 2) {
      fraction += step;
      rest /= 2;
    }
  }
  return whole + fraction;
}

int main(int argc, char **argv) {
  sort_function sort = argc == 3 ? sort_by_name(argv[1]) : NULL;
  size_t count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
  if (sort == NULL || count < 2) {
    fprintf(stderr, "usage: bench quick|merge|heap COUNT\n");
    return 2;
  }
  int *values = malloc(count * sizeof *values);
  if (values == NULL) return 2;
  uint32_t state = 88172645u;
  double best = 0;
  for (int round = 0; round < ROUNDS; round++) {
    for (size_t at = 0; at < count; at++) values[at] = (int)(next_number(&state) >> 1);
    double start = now_ns();
    sort(values, count);
    double taken = now_ns() - start;
    if (round == 0 || taken < best) best = taken;
  }
  printf("ns_per_value %.2f\n", best / (double)count);
  printf("comparisons %.3f\n", (double)sort_comparisons / ROUNDS / ((double)count * log2_of(count)));
  free(values);
  return 0;
}
