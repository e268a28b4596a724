import { Failure, type Log } from "../base/index.js";
import type { RunRecord } from "../model/index.js";
import type { AutoRule } from "./auto-rules.js";
import { type MoveRequest, moveSelected, previewMove, type RunOutcome, sized } from "./move-selected.js";
import type { MoveTools } from "./move-ways.js";
import { type QuietRule, whyNotQuiet } from "./quiet.js";

/** What moves by rules. */
export interface AutoJob {
  /** In the order in which they are tried; their areas are absolute paths. */
  readonly rules: readonly AutoRule[];
  readonly records: QuietRule["records"];
  readonly runnersOf: QuietRule["runnersOf"];
  readonly tools: MoveTools;
  /** Called before runs are moved. @throws Failure `disk-space` when there is no room for them */
  prepare(request: MoveRequest): Promise<void>;
  /** Just say what would be done. */
  readonly isPreview: boolean;
  readonly log: Log;
}

/** What became of a run that a rule applies to; `not-followed`: a rule could not be followed to its end, and the log says why. */
export type AutoOutcome = { readonly op: AutoRule["op"]; readonly outcome: RunOutcome } | "not-followed";

/**
 * Moves the runs that rules apply to, if they are quiet and old enough. For each kind of move the first rule that matches a run's target and name counts, whatever
 * its age.
 *
 * @see spec 04 § 24.4
 */
export async function* moveByRules(job: AutoJob): AsyncGenerator<AutoOutcome> {
  for (const op of ["move", "reduce"] as const) {
    const taken = new Set<number>();
    for (const rule of job.rules.filter((candidate) => candidate.op === op)) {
      const runs = (await matching(rule, job)).filter(({ id }) => !taken.has(id));
      for (const { id } of runs) taken.add(id);
      yield* follow(rule, await quietOnes(runs, rule, job), job);
    }
  }
}

async function* follow(rule: AutoRule, runs: readonly RunRecord[], job: AutoJob): AsyncGenerator<AutoOutcome> {
  const { op } = rule;
  if (runs.length === 0) return;
  try {
    const request = sized({ op, dest: rule.dest, runs, rule: quietRule(rule, job) }, job.tools);
    if (op === "move") await job.tools.destination(rule.dest);
    await job.prepare(request);
    const outcomes = job.isPreview ? previewMove(request, job.tools) : moveSelected(request, job.tools);
    for await (const outcome of outcomes) yield { op, outcome };
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    if (error.reason === "disk-space") job.log.warn(`${rule.place}: ${error.message}`);
    else job.log.error(`${rule.place}: ${error.message}; this rule is ignored`);
    yield "not-followed";
  }
}

async function matching({ targets, runnames }: AutoRule, { records }: AutoJob): Promise<RunRecord[]> {
  const found = new Map<number, RunRecord>();
  for (const target of targets) for (const runname of runnames) for (const run of await records.runs({ target, runname })) found.set(run.id, run);
  return [...found.values()].toSorted((a, b) => a.event_time - b.event_time || a.id - b.id);
}

async function quietOnes(runs: readonly RunRecord[], rule: AutoRule, job: AutoJob): Promise<RunRecord[]> {
  const quiet: RunRecord[] = [];
  for (const run of runs) {
    const isYoung = Date.now() / 1000 - run.event_time < rule.age.seconds;
    const reason = isYoung ? `younger than ${rule.age.text}` : await whyNotQuiet(run, quietRule(rule, job));
    if (reason === undefined) quiet.push(run);
    else job.log.info(2, `${run.target.join("/")}/${run.runname} stays: ${reason}`);
  }
  return quiet;
}

const quietRule = ({ age }: AutoRule, { records, runnersOf }: AutoJob): QuietRule => ({ records, runnersOf, age });
