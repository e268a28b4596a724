import { setImmediate as others } from "node:timers/promises";
import * as z from "zod/mini";
import { groupBy } from "../../../base/index.js";
import type { TestDataRecord, TestName } from "../../../model/index.js";
import type { ComparedValue, DiffValue, DiffValues } from "../../../view/index.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import type { ResultsReader } from "../results-reader.js";
import { isBad } from "../test/data.js";
import { compared, sides } from "./sides.js";

/** Tests whose data are read at once. */
const chunk = 200;

/** Measured values that differ between two runs, or are outside their limits. Spec 06 § 27 */
export const diffValues = query(
  z.object({ ...sides, ...windowOf(1000) }),
  async (reader: ResultsReader, { src, dst, ...window }, { signal }): Promise<DiffValues> => {
    const { pairs } = await compared(reader, { src, dst });
    const found: DiffValue[] = [];
    for (let at = 0; at < pairs.length; at += chunk) {
      await others();
      signal.throwIfAborted();
      const some = pairs.slice(at, at + chunk);
      const data = await reader.records.listData(some.flatMap((pair) => [pair.src, pair.dst].flatMap((test) => test?.id ?? [])));
      const bySide = groupBy(data, ({ test_id }) => test_id);
      for (const pair of some) found.push(...valuesOf(pair, bySide.get(pair.src?.id ?? 0) ?? [], bySide.get(pair.dst?.id ?? 0) ?? []));
    }
    return part(found.filter(isWorthShowing).toSorted(byWeight), window);
  },
);

function valuesOf({ testname, item_path }: TestName, src: readonly TestDataRecord[], dst: readonly TestDataRecord[]): DiffValue[] {
  const before = new Map(src.map((row) => [keyOf(row), row]));
  const after = new Map(dst.map((row) => [keyOf(row), row]));
  return [...new Map([...before, ...after])].map(([key, { category, variable, units }]): DiffValue => {
    const [a, b] = [before.get(key), after.get(key)];
    return { ...{ testname, item_path, category, variable, units }, ...(a && { src: sideOf(a) }), ...(b && { dst: sideOf(b) }) };
  });
}

const keyOf = ({ category, variable }: TestDataRecord) => JSON.stringify([category, variable]);

function sideOf(row: TestDataRecord): ComparedValue {
  const { value, expected, tol } = row;
  return { value, expected, tol, bad: isBad(row) };
}

const isOutside = ({ src, dst }: DiffValue) => src?.bad === true || dst?.bad === true;

function isWorthShowing(value: DiffValue): boolean {
  return isOutside(value) || value.src?.value !== value.dst?.value;
}

function byWeight(a: DiffValue, b: DiffValue): number {
  return rankOf(a) - rankOf(b) || changeOf(b) - changeOf(a);
}

/** Newly outside, still outside, no longer outside, inside. */
function rankOf({ src, dst }: DiffValue): number {
  if (dst?.bad === true) return src?.bad === true ? 1 : 0;
  return src?.bad === true ? 2 : 3;
}

/** As a share of the larger of both; what cannot be computed is as large a change as there is. */
function changeOf({ src, dst }: DiffValue): number {
  const [a, b] = [src?.value, dst?.value];
  if (typeof a !== "number" || typeof b !== "number") return 1;
  return a === b ? 0 : Math.abs(b - a) / Math.max(Math.abs(a), Math.abs(b));
}
