import type { RunRecord } from "../model/index.js";
import type { MoveOp, RunSize, StandingRun } from "../store/index.js";
import { anotherMove, carry, type MoveResult } from "./move-runs.js";
import { type MoveTools, wayOf } from "./move-ways.js";
import { type QuietRule, whyNotQuiet } from "./quiet.js";

/** Runs to be moved. */
export interface MoveOrder {
  readonly op: MoveOp;
  /** Absolute path of the area where they go; of this one for `reduce` and `restore`. */
  readonly dest: string;
  /** In the order in which they are moved. */
  readonly runs: readonly RunRecord[];
  readonly rule: QuietRule;
}

/** With how much each of them is, of those that are still there. */
export interface MoveRequest extends MoveOrder {
  readonly sizes: ReadonlyMap<number, RunSize>;
}

export function sized(order: MoveOrder, { moves }: MoveTools): MoveRequest {
  const ids = order.runs.map(({ id }) => id);
  const sizes = ids.length === 0 ? [] : moves.sizes(order.op, ids);
  return { ...order, sizes: new Map(sizes.map((size) => [size.run_id, size])) };
}

/** So many records a run has. */
export const rowsIn = (size: RunSize | undefined): number => (size === undefined ? 0 : 1 + size.tests + size.steps + size.data);

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
export async function* moveSelected({ op, dest, runs, rule, sizes }: MoveRequest, tools: MoveTools): AsyncGenerator<RunOutcome> {
  for (const batch of batches(runs, sizes)) {
    const reasons = await reasonsOf(batch, rule);
    const quiet = batch.filter(({ id }) => !reasons.has(id));
    const begun = await tools.moves.begin(
      op,
      quiet.map(({ id }) => id),
      dest,
    );
    tools.reached(
      "begun",
      quiet.reduce((rows, { id }) => rows + rowsIn(sizes.get(id)), 0),
    );
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
export async function* previewMove({ op, dest, runs, rule, sizes }: MoveRequest, tools: MoveTools): AsyncGenerator<RunOutcome> {
  const way = wayOf(op, dest, tools);
  for (const run of runs) {
    const reason = (await whyNotQuiet(run, rule)) ?? whatIsInTheWay(run, await way.standing(run));
    const size = sizes.get(run.id);
    if (reason !== undefined) yield { run, kind: "skipped", reason };
    else if (size !== undefined) yield { run, kind: "would-move", size };
  }

  /** As the import judges it; spec 04 § 23.6. */
  function whatIsInTheWay({ id }: RunRecord, standing: StandingRun | undefined): string | undefined {
    if (standing === undefined || standing.state === "deleted" || standing.state === "MOVED") return undefined;
    if (standing.state === "INCOMING") return anotherMove;
    return standing.digest === tools.moves.digest(op, id) ? undefined : way.otherData;
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

function* batches(runs: readonly RunRecord[], sizes: MoveRequest["sizes"]): Generator<readonly RunRecord[]> {
  for (let rest = runs; rest.length > 0; ) {
    let [count, tests] = [0, 0];
    while (count < Math.min(rest.length, batchRuns) && (count === 0 || tests < batchTests)) tests += sizes.get(rest[count++]?.id ?? 0)?.tests ?? 0;
    yield rest.slice(0, count);
    rest = rest.slice(count);
  }
}
