import * as z from "zod/mini";
import type { RunRecord } from "../../../model/index.js";
import { type Pair, pairTests, parseRef, type RunRef } from "../../../view/index.js";
import { Refused } from "../../refused.js";
import type { ResultsReader } from "../results-reader.js";
import { type CellRow, cellsOf } from "../run/cells.js";

/** The two runs, as they stand in addresses. */
export const sides = { src: z.string(), dst: z.string() };

/** Both runs and their tests. */
export interface Compared {
  readonly src: RunRecord;
  readonly dst: RunRecord;
  readonly pairs: readonly Pair<CellRow>[];
}

/** @throws Refused `bad-request` when a side names no run; `not-found`, `moved` */
export async function compared(reader: ResultsReader, { src, dst }: { readonly src: string; readonly dst: string }): Promise<Compared> {
  const runs = { src: await reader.run(refOf(reader, "src", src)), dst: await reader.run(refOf(reader, "dst", dst)) };
  return { ...runs, pairs: pairTests(cellsOf(reader, runs.src.id), cellsOf(reader, runs.dst.id)) };
}

function refOf({ keys, hasAreas }: ResultsReader, side: string, text: string): RunRef {
  const ref = parseRef(text, keys.length, hasAreas);
  if (ref === undefined) throw new Refused("bad-request", `${side}: ${text} is no run: give ${keys.join("/")}/runname`);
  return ref;
}
