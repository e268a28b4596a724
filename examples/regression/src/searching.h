/* Searching a sorted array of int. */
#ifndef SEARCHING_H
#define SEARCHING_H

#include <stddef.h>

/* Index of `wanted`, or `count` when it is not there. `probes` grows by the number of values looked at. */
size_t search_linear(const int *sorted, size_t count, int wanted, unsigned long long *probes);
size_t search_binary(const int *sorted, size_t count, int wanted, unsigned long long *probes);
size_t search_interpolation(const int *sorted, size_t count, int wanted, unsigned long long *probes);

typedef size_t (*search_function)(const int *sorted, size_t count, int wanted, unsigned long long *probes);

/* The function called `name` ("linear", "binary" or "interpolation"), or NULL. */
search_function search_by_name(const char *name);

#endif
