/* search METHOD COUNT: looks for every value of a sorted array, and for values that are not in it.
 * Prints the probes that a search needed on average; exit status 0 when all answers are right. */
#include <stdio.h>
#include <stdlib.h>

#include "searching.h"

int main(int argc, char **argv) {
  search_function search = argc == 3 ? search_by_name(argv[1]) : NULL;
  size_t count = argc == 3 ? strtoul(argv[2], NULL, 10) : 0;
  if (search == NULL || count == 0) {
    fprintf(stderr, "usage: search linear|binary|interpolation COUNT\n");
    return 2;
  }
  int *sorted = malloc(count * sizeof *sorted), wrong = 0;
  if (sorted == NULL) return 2;
  for (size_t at = 0; at < count; at++) sorted[at] = (int)(3 * at + at % 2);
  unsigned long long probes = 0;
  for (size_t at = 0; at < count; at++) {
    wrong += search(sorted, count, sorted[at], &probes) != at;
    wrong += search(sorted, count, sorted[at] - 1, &probes) != count;
  }
  printf("%s search in %zu values\n", argv[1], count);
  printf("wrong answers: %d\n", wrong);
  printf("probes per search: %.2f\n", (double)probes / (2.0 * (double)count));
  free(sorted);
  return wrong > 0;
}
