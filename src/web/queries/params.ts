import * as z from "zod/mini";
import type { Window } from "../../view/index.js";

/** Entries that one answer holds at most; spec 06 § 19. */
const maximumEntries = 5000;

const count = z.coerce.number().check(z.int(), z.gte(0));

/** Which run: `a`, `t`, `r`. */
export const runRef = { a: z.optional(z.string()), t: z.string(), r: z.string() };

/** Which test: the run, `n` and `i`. */
export const testRef = { ...runRef, n: z.string(), i: z._default(z.string(), "") };

/** Which part of a list: `offset` and `limit`. */
export const windowOf = (limit: number) => ({
  offset: z._default(count, 0),
  limit: z._default(count.check(z.lte(maximumEntries)), limit),
});

/** The part of a list that is asked for. */
export function part<T>(list: readonly T[], { offset, limit }: { readonly offset: number; readonly limit: number }): Window<T> {
  return { total: list.length, offset, items: list.slice(offset, offset + limit) };
}
