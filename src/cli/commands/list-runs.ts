import { Failure } from "../../base/index.js";
import { like, type RunRecord } from "../../model/index.js";
import { dbTargetsText, listRuns as listing, parseFields, runTimesText, testdataCsv, testTimesText } from "../../report/index.js";
import { isGiven } from "../arguments.js";
import type { Context } from "../context.js";
import { type Reading, reading } from "../reading.js";
import { targetText, testSelector } from "../selection.js";
import { shownLines, shownText } from "../terminal.js";

/** `-list-runs PATT`; spec 05 § 6.1. */
export async function listRuns(context: Context): Promise<number> {
  const { values } = context.args;
  const dumpmode = values.get("-dumpmode");
  if (dumpmode === "ods") throw new Failure("not-available", "-list-runs -dumpmode ods is not supported by this release");
  const sort = values.get("-sort");
  return reading(context, async (area) => {
    const { keys } = area;
    const runs = await selectedRuns(context, area, values.get("-list-runs") ?? "%", isGiven(context.args, "-full-db"));
    const pieces = listing(area.records, runs, {
      keys,
      fields: parseFields(values.get("-fields"), keys),
      format: dumpmode === "json" ? "json" : dumpmode === "sexpr" || dumpmode === "sexp" ? "sexpr" : "text",
      selector: testSelector(context.args),
      show: shownText(),
      shownId: area.ownId,
      ...(sort !== undefined && { sort }),
    });
    return printAll(context, pieces);
  });
}

/** `-list-db-targets`; spec 05 § 6.3. */
export async function listDbTargets(context: Context): Promise<number> {
  return reading(context, async (area) => {
    print(context, dbTargetsText(await selectedRuns(context, area, "%"), context.args.values.get("-dumpmode")));
    return 0;
  });
}

/** `-testdata-csv [CAT/]VAR`; spec 05 § 6.9. */
export async function listTestdata(context: Context): Promise<number> {
  const { values } = context.args;
  return reading(context, async (area) => {
    const runs = await selectedRuns(context, area, values.get("-runname") ?? "%");
    return printAll(context, testdataCsv(area.records, runs, testSelector(context.args), values.get("-testdata-csv") ?? "%"));
  });
}

/** `-list-run-time`; spec 05 § 6.10. */
export async function listRunTimes(context: Context): Promise<number> {
  const { values } = context.args;
  const hasTarget = like(values.get("-target-patt") ?? "%");
  const hasName = like(values.get("-run-patt") ?? "%");
  return reading(context, async (area) => {
    const runs = (await area.runs({})).filter((run) => hasTarget(run.target.join("/")) && hasName(run.runname));
    const spans = await area.records.runSpans(runs.map((run) => run.id));
    print(context, runTimesText(runs, spans, values.get("-dumpmode")));
    return 0;
  });
}

/** `-list-test-time`: of one run, so no patterns. What is wrong is said on stdout, as in 1.65. Spec 05 § 6.10. */
export async function listTestTimes(context: Context): Promise<number> {
  const { values } = context.args;
  const runname = values.get("-runname") ?? "";
  const problem = missingOrPattern("-runname", runname) ?? missingOrPattern("-target", targetText(context));
  if (problem !== undefined) {
    context.stdout(`Error: ${problem}\n`);
    return 1;
  }
  return reading(context, async ({ target, records, runs }) => {
    if (target === undefined) return 1;
    const [run] = await runs({ target, runname });
    const tests = run === undefined ? [] : await records.tests(run.id, testSelector(context.args));
    print(context, testTimesText(tests, values.get("-dumpmode")));
    return 0;
  });
}

function missingOrPattern(flag: string, value: string): string | undefined {
  if (value === "") return `Missing argument ${flag}`;
  return value.includes("%") ? `${flag} must not hold % here: ${value}` : undefined;
}

/** Runs by name pattern, of the target if there is a valid one, and since `-since`; oldest first. */
async function selectedRuns(context: Context, { target, runs }: Reading, runname: string, moved = false): Promise<RunRecord[]> {
  const found = await runs({ runname, ...(target !== undefined && { target }), ...(moved && { moved }) });
  const since = context.args.values.get("-since");
  return since === undefined ? found : found.filter((run) => run.last_update >= Number(since));
}

function print({ stdout }: Context, text: string): void {
  stdout(shownLines()(text));
}

async function printAll(context: Context, pieces: AsyncIterable<string>): Promise<number> {
  for await (const piece of pieces) print(context, piece);
  return 0;
}
