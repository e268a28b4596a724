import * as z from "zod/mini";
import type { FailingTest, FlakyTest, Foremost, SlowerTest, Trends } from "../../view/index.js";
import { type Unsteady, unsteadyTests } from "./matrix/histories.js";
import { query } from "./query.js";
import type { ResultsReader } from "./results-reader.js";

/** Of each list; the matrix has all, in order. */
const shown = 10;
/** An answer waits for so many of the newest runs; others come into memory meanwhile. */
const awaitedRuns = 20;

/** Tests that are flaky, newly failing, or slower than they were. Spec 06 § 26 */
export const trends = query(z.object({}), async (reader: ResultsReader): Promise<Trends> => {
  const { columns } = reader;
  await columns.refresh();
  await columns.want(columns.newestFirst.slice(0, awaitedRuns), columns.newestFirst);
  const found = await unsteadyTests(reader);
  const flaky = found.filter(({ summary }) => summary.class === "flaky").toSorted((a, b) => b.summary.score - a.summary.score);
  const failing = found.filter(({ summary }) => summary.class === "failing").toSorted((a, b) => startOf(b) - startOf(a));
  const slower = found.filter(isSlower).toSorted((a, b) => moreOf(b) - moreOf(a));
  return {
    flaky: foremost(flaky, (one): FlakyTest => {
      const { judged, flips, rate = 0 } = one.summary;
      return { ...placeOf(reader, one), judged, flips, rate };
    }),
    failing: foremost(failing, (one): FailingTest => {
      const { runname = "", event_time = 0 } = one.since ?? {};
      return { ...placeOf(reader, one), since: { r: runname, event_time }, bad: one.sinceCount };
    }),
    slower: foremost(slower, (one): SlowerTest => {
      const { run, seconds, usual } = one.slower;
      return { ...placeOf(reader, one), r: run.runname, seconds, usual };
    }),
    limit: reader.historyLimit,
    progress: columns.progress,
  };
});

type Slower = Unsteady & { readonly slower: NonNullable<Unsteady["slower"]> };

const isSlower = (one: Unsteady): one is Slower => one.slower !== undefined;
const startOf = ({ since }: Unsteady) => since?.event_time ?? 0;
const moreOf = ({ slower: { seconds, usual } }: Slower) => seconds - usual;

function foremost<F, T>(found: readonly F[], row: (one: F) => T): Foremost<T> {
  return { total: found.length, items: found.slice(0, shown).map(row) };
}

function placeOf({ columns: { vocabulary } }: ResultsReader, { row, target }: Unsteady) {
  return { t: target, n: vocabulary.names.testOf(row).testname, i: vocabulary.names.itemPath(row) };
}
