import type { RunRecord } from "../model/index.js";
import type { MoveOp, RunSize } from "../store/index.js";
import { carry, type MoveResult } from "./move-runs.js";
import type { MoveTools } from "./move-ways.js";
import { type QuietRule, whyNotQuiet } from "./quiet.js";

/** Runs to be moved. */
export interface MoveRequest {
  readonly op: MoveOp;
  /** Absolute path of the area where they go; of this one for `reduce` and `restore`. */
  readonly dest: string;
  /** In the order in which they are moved. */
  readonly runs: readonly RunRecord[];
  readonly rule: QuietRule;
}

/** What became of a selected run, or would. */
export type RunOutcome =
  | { readonly run: RunRecord; readonly kind: "moved"; readonly move: MoveResult["move"]; readonly size: RunSize }
  | { readonly run: RunRecord; readonly kind: "skipped"; readonly reason: string }
  | { readonly run: RunRecord; readonly kind: "would-move"; readonly size: RunSize };

/** So many runs, or tests, go through the steps together: the databases are flushed to disk once for all. */
const batchRuns = 100;
const batchTests = 10_000;

/**
 * Moves the runs that are quiet, in the order given. An error leaves the runs in hand untouched, or to be finished by `resumeMoves`; later ones are not begun.
 *
 * @see spec 04 § 21 to § 23
 */
export async function* moveSelected({ op, dest, runs, rule }: MoveRequest, tools: MoveTools): AsyncGenerator<RunOutcome> {
  for (const { batch, sizes } of batches(runs, op, tools)) {
    const reasons = await reasonsOf(batch, rule);
    const quiet = batch.filter(({ id }) => !reasons.has(id));
    const begun = await tools.moves.begin(
      op,
      quiet.map(({ id }) => id),
      dest,
    );
    tools.reached("begun");
    const results = new Map((await carry(begun, tools)).map((result) => [result.move.run_id, result]));
    for (const run of batch) {
      const [result, size] = [results.get(run.id), sizes.get(run.id)];
      const reason = reasons.get(run.id) ?? (result?.kind === "skipped" ? result.reason : undefined);
      if (reason !== undefined) yield { run, kind: "skipped", reason };
      else if (result !== undefined && size !== undefined) yield { run, kind: "moved", move: result.move, size };
    }
  }
}

/** `-actions print`: what {@link moveSelected} would do; nothing is changed. */
export async function* previewMove({ op, runs, rule }: MoveRequest, tools: MoveTools): AsyncGenerator<RunOutcome> {
  for (const { batch, sizes } of batches(runs, op, tools)) {
    const reasons = await reasonsOf(batch, rule);
    for (const run of batch) {
      const [reason, size] = [reasons.get(run.id), sizes.get(run.id)];
      if (reason !== undefined) yield { run, kind: "skipped", reason };
      else if (size !== undefined) yield { run, kind: "would-move", size };
    }
  }
}

async function reasonsOf(runs: readonly RunRecord[], rule: QuietRule): Promise<Map<number, string>> {
  const reasons = new Map<number, string>();
  for (const run of runs) {
    const reason = await whyNotQuiet(run, rule);
    if (reason !== undefined) reasons.set(run.id, reason);
  }
  return reasons;
}

interface Batch {
  readonly batch: readonly RunRecord[];
  readonly sizes: ReadonlyMap<number, RunSize>;
}

function* batches(runs: readonly RunRecord[], op: MoveOp, { moves }: MoveTools): Generator<Batch> {
  for (let rest = runs; rest.length > 0; ) {
    const next = rest.slice(0, batchRuns);
    const sizes = new Map(
      moves
        .sizes(
          op,
          next.map(({ id }) => id),
        )
        .map((size) => [size.run_id, size]),
    );
    let [count, tests] = [0, 0];
    while (count < next.length && (count === 0 || tests < batchTests)) tests += sizes.get(next[count++]?.id ?? 0)?.tests ?? 0;
    yield { batch: next.slice(0, count), sizes };
    rest = rest.slice(count);
  }
}
