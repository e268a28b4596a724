/* unit ALGORITHM COUNT: sorts arrays of COUNT values in several shapes and checks each result.
 * Prints a line per shape; exit status 0 when all are right. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "numbers.h"
#include "sorting.h"

static const char *const shapes[] = {"random", "sorted", "reversed", "equal", "few-values", "extremes"};

static void fill(const char *shape, int *values, size_t count) {
  uint32_t state = 2463534242u;
  for (size_t at = 0; at < count; at++) {
    if (strcmp(shape, "sorted") == 0) values[at] = (int)at;
    else if (strcmp(shape, "reversed") == 0) values[at] = (int)(count - at);
    else if (strcmp(shape, "equal") == 0) values[at] = 7;
    else if (strcmp(shape, "few-values") == 0) values[at] = (int)(next_number(&state) % 5);
    else if (strcmp(shape, "extremes") == 0) values[at] = next_number(&state) % 2 ? 2147483647 : -2147483647 - 1;
    else values[at] = (int)(next_number(&state) >> 1) - 1073741824;
  }
}

static int ascending(const void *left, const void *right) {
  int a = *(const int *)left, b = *(const int *)right;
  return (a > b) - (a < b);
}

int main(int argc, char **argv) {
  sort_function sort = argc == 3 ? sort_by_name(argv[1]) : NULL;
  if (sort == NULL) {
    fprintf(stderr, "usage: unit quick|merge|heap COUNT\n");
    return 2;
  }
  size_t count = strtoul(argv[2], NULL, 10), bytes = (count + 1) * sizeof(int);
  int *values = malloc(bytes), *expected = malloc(bytes), failures = 0;
  if (values == NULL || expected == NULL) return 2;
  for (size_t at = 0; at < sizeof shapes / sizeof *shapes; at++) {
    fill(shapes[at], values, count);
    memcpy(expected, values, count * sizeof(int));
    qsort(expected, count, sizeof(int), ascending);
    sort(values, count);
    int right = memcmp(values, expected, count * sizeof(int)) == 0;
    printf("%s %s of %zu: %s\n", right ? "ok  " : "FAIL", argv[1], count, shapes[at]);
    failures += !right;
  }
  printf("%d of %zu shapes wrong\n", failures, sizeof shapes / sizeof *shapes);
  free(values);
  free(expected);
  return failures > 0;
}
