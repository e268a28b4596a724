#include "sorting.h"

#include <stdlib.h>
#include <string.h>

unsigned long long sort_comparisons = 0;

static int less(int left, int right) {
  sort_comparisons++;
  return left < right;
}

static void swap(int *left, int *right) {
  int kept = *left;
  *left = *right;
  *right = kept;
}

/* The middle one of three values as pivot, so that sorted input is no worst case. */
static int pivot_of(const int *values, size_t count) {
  int first = values[0], middle = values[count / 2], last = values[count - 1];
  if (less(first, middle)) {
    if (less(middle, last)) return middle;
    return less(first, last) ? last : first;
  }
  if (less(first, last)) return first;
  return less(middle, last) ? last : middle;
}

void sort_quick(int *values, size_t count) {
  while (count > 1) {
    int pivot = pivot_of(values, count);
    size_t low = 0, high = count - 1;
    for (;;) {
      while (less(values[low], pivot)) low++;
      while (less(pivot, values[high])) high--;
      if (low >= high) break;
      swap(&values[low++], &values[high--]);
    }
    /* The smaller part by a call, the larger one by the loop: the stack stays shallow. */
    size_t left = low, right = count - low;
    if (left < right) {
      sort_quick(values, left);
      values += low;
      count = right;
    } else {
      sort_quick(values + low, right);
      count = left;
    }
  }
}

static void merge_halves(int *values, size_t count, int *room) {
  if (count < 2) return;
  size_t half = count / 2;
  merge_halves(values, half, room);
  merge_halves(values + half, count - half, room);
  memcpy(room, values, half * sizeof *values);
  size_t left = 0, right = half, out = 0;
  while (left < half && right < count) {
    if (less(values[right], room[left])) values[out++] = values[right++];
    else values[out++] = room[left++];
  }
  memcpy(values + out, room + left, (half - left) * sizeof *values);
}

void sort_merge(int *values, size_t count) {
  int *room = malloc((count / 2 + 1) * sizeof *room);
  if (room == NULL) abort();
  merge_halves(values, count, room);
  free(room);
}

static void sift_down(int *values, size_t root, size_t count) {
  for (;;) {
    size_t child = 2 * root + 1;
    if (child >= count) return;
    if (child + 1 < count && less(values[child], values[child + 1])) child++;
    if (!less(values[root], values[child])) return;
    swap(&values[root], &values[child]);
    root = child;
  }
}

void sort_heap(int *values, size_t count) {
  for (size_t root = count / 2; root-- > 0;) sift_down(values, root, count);
  for (size_t end = count; end-- > 1;) {
    swap(&values[0], &values[end]);
    sift_down(values, 0, end);
  }
}

sort_function sort_by_name(const char *name) {
  if (strcmp(name, "quick") == 0) return sort_quick;
  if (strcmp(name, "merge") == 0) return sort_merge;
  if (strcmp(name, "heap") == 0) return sort_heap;
  return NULL;
}
