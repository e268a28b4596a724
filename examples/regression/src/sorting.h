/* Sorting arrays of int. Every function sorts `count` values in ascending order, in place. */
#ifndef SORTING_H
#define SORTING_H

#include <stddef.h>

void sort_quick(int *values, size_t count);
void sort_merge(int *values, size_t count); /* stable; needs room for `count` values */
void sort_heap(int *values, size_t count);

/* Comparisons made by the sorting functions since the program began. */
extern unsigned long long sort_comparisons;

typedef void (*sort_function)(int *values, size_t count);

/* The function called `name` ("quick", "merge" or "heap"), or NULL. */
sort_function sort_by_name(const char *name);

#endif
