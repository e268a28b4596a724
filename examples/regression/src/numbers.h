/* Pseudo-random numbers that are the same on every machine, so that a failure can be repeated. */
#ifndef NUMBERS_H
#define NUMBERS_H

#include <stdint.h>

/* The next number of the sequence that began with a seed other than 0 in `*state`. */
static inline uint32_t next_number(uint32_t *state) {
  *state ^= *state << 13;
  *state ^= *state >> 17;
  *state ^= *state << 5;
  return *state;
}

#endif
