import { existsSync } from "node:fs";
import { join } from "node:path";
import { Failure, shellQuote } from "../../base/index.js";
import type { VerdictServices } from "../../execute/index.js";
import type { Payload } from "../../launch/index.js";
import type { Verdict } from "../../model/index.js";
import type { Records } from "../../store/index.js";
import { isGiven } from "../arguments.js";
import type { Context } from "../context.js";
import { openTestRecords, payloadOfTest } from "../test-records.js";

/** The test that calls, and what it calls with. */
interface Call {
  readonly context: Context;
  readonly payload: Payload;
  readonly records: Records;
}

interface InTestCommand {
  readonly flag: "-step" | "-setlog" | "-set-toplog" | "-test-status" | "-set-values" | "-load-test-data" | "-runstep" | "-summarize-items";
  /** The exit code; nothing is 0. */
  readonly run: (call: Call) => Promise<number | undefined>;
}

/** In the order in which they are done when several are on one line; spec 05 § 2 item 18. Data comes before a status that may depend on it. */
const commands: readonly InTestCommand[] = [
  { flag: "-step", run: recordStep },
  { flag: "-setlog", run: setLog },
  { flag: "-set-toplog", run: setTopLog },
  { flag: "-set-values", run: setValues },
  { flag: "-test-status", run: setTestStatus },
  { flag: "-load-test-data", run: loadTestData },
  { flag: "-runstep", run: runStep },
  { flag: "-summarize-items", run: summarizeItems },
];

/**
 * What a test reports about itself, by the payload in `MT_CMDINFO`. Loads and reads as little as it can: tests call `-step` all the time.
 *
 * @throws Failure `not-in-test` with exit code 5 outside a test; `usage` with exit code 6 without state and status, or without a command
 * @see spec 03 § 16
 */
export async function inTest(context: Context): Promise<number> {
  const asked = commands.filter(({ flag }) => isGiven(context.args, flag));
  const payload = payloadOfTest(context.env, asked[0]?.flag ?? "");
  for (const { flag } of asked) requireArguments(context, flag);
  const records = await openTestRecords(payload, context.log);
  try {
    let exitCode = 0;
    for (const { run } of asked) exitCode = (await run({ context, payload, records })) ?? exitCode;
    return exitCode;
  } finally {
    await records.close();
  }
}

function requireArguments({ args }: Context, flag: InTestCommand["flag"]): void {
  const { values } = args;
  if ((flag === "-step" || flag === "-test-status") && !(values.has("-state") && values.has("-status"))) {
    throw new Failure("usage", `You must specify :state and :status with every call to ${flag}`, 6);
  }
  if (flag === "-runstep" && args.leftovers.length === 0) {
    throw new Failure("usage", "You must specify the command to run: -runstep NAME COMMAND ARG…", 6);
  }
}

/** `:state` and `:status`, required above. */
function verdictOf({ args }: Context): Verdict {
  return { state: args.values.get("-state") ?? "", status: args.values.get("-status") ?? "" };
}

async function recordStep({ context, payload, records }: Call): Promise<undefined> {
  const { values } = context.args;
  const stepname = values.get("-step") ?? "";
  const logfile = values.get("-setlog");
  const comment = (await loadData({ context, payload, records }, stepname)) ?? values.get("-m");
  await records.recordStep(payload.testId, {
    stepname,
    ...verdictOf(context),
    ...(comment !== undefined && { comment }),
    ...(logfile !== undefined && { logfile }),
  });
}

/** Takes over `NAME.dat` of logpro if there is one; gives its comment. */
async function loadData({ context, payload, records }: Call, stepname: string): Promise<string | undefined> {
  if (!existsSync(join(payload.workArea, `${stepname}.dat`))) return undefined;
  const { loadStepData } = await import("../../execute/index.js");
  return loadStepData({ records, log: context.log, payload, rundir: payload.workArea }, stepname);
}

async function setLog({ context, payload, records }: Call): Promise<undefined> {
  await records.setTestFields(payload.testId, { final_logf: context.args.values.get("-setlog") ?? "" });
}

async function setTopLog({ context, payload, records }: Call): Promise<undefined> {
  const topLevel = await records.findTest(payload.runId, { testname: payload.testName, item_path: "" });
  if (topLevel === undefined) throw new Failure("not-found", `-set-toplog: there is no record of ${payload.testName} in run ${payload.runname}`);
  await records.setTestFields(topLevel.id, { final_logf: context.args.values.get("-set-toplog") ?? "" });
}

async function setValues(call: Call): Promise<undefined> {
  const { context, payload, records } = call;
  await addDatum(call);
  const comment = context.args.values.get("-m") ?? "";
  if (!isGiven(context.args, "-test-status") && comment.trim() !== "") await records.setTestFields(payload.testId, { comment });
}

/** The row of test data that `:value` and the other options make; none without `:value`. */
async function addDatum({ context, payload, records }: Call): Promise<void> {
  const { values } = context.args;
  if (!values.has(":value")) return;
  const { datumOfOptions } = await import("../../execute/index.js");
  const options = (["category", "variable", "value", "expected", "tol", "units"] as const).flatMap((name) => {
    const value = values.get(`:${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  const datum = datumOfOptions(Object.fromEntries(options));
  if (datum !== undefined) await records.addData(payload.testId, [datum]);
}

async function setTestStatus(call: Call): Promise<undefined> {
  const { context, payload } = call;
  if (!isGiven(context.args, "-set-values")) await addDatum(call);
  const { state, status } = verdictOf(context);
  const comment = context.args.values.get("-m");
  const { writeVerdict } = await import("../../execute/index.js");
  const change = { state, status: namedStatus(status), ...(comment !== undefined && { comment }) };
  await writeVerdict(await servicesOf(call), payload.testId, change, { always: true });
}

/** A number is an exit code: 0 is PASS, any other FAIL. */
function namedStatus(status: string): string {
  if (!/^-?\d+$/.test(status)) return status;
  return Number(status) === 0 ? "PASS" : "FAIL";
}

async function loadTestData(call: Call): Promise<undefined> {
  const { payload, records } = call;
  const { parseTestData, rollUpTestData } = await import("../../execute/index.js");
  const { text } = await import("node:stream/consumers");
  await records.addData(payload.testId, parseTestData(await text(process.stdin)));
  await rollUpTestData(await servicesOf(call), payload.testId);
}

async function summarizeItems(call: Call): Promise<undefined> {
  const { writeRollupPage } = await import("../../execute/index.js");
  await writeRollupPage(await servicesOf(call), call.payload.runId, call.payload.testName);
}

async function servicesOf({ context, records }: Call): Promise<VerdictServices> {
  return { area: await context.area(), records, log: context.log, env: context.env };
}

/** Runs the rest of the line as a step, in the caller's directory. Spec 03 § 16 */
async function runStep({ context, payload, records }: Call): Promise<number> {
  const { exitCodeOf, start } = await import("../../sys/index.js");
  const { values, leftovers } = context.args;
  const stepname = values.get("-runstep") ?? "";
  const comment = values.get("-m");
  const rules = values.get("-logpro");
  const file = (suffix: string) => shellQuote(`${stepname}${suffix}`);
  const note = (state: string, status: string) =>
    records.recordStep(payload.testId, { stepname, state, status, logfile: `${stepname}.log`, ...(comment !== undefined && { comment }) });
  const shell = async (line: string) => {
    const running = await start("/bin/sh", ["-c", line], { env: context.env, cwd: context.cwd, stdio: ["inherit", "inherit", "inherit"] });
    return exitCodeOf(await running.ended);
  };

  await note("start", "n/a");
  const command = leftovers.map((word) => (leftovers.length > 1 && isOneWordOnlyQuoted(word) ? shellQuote(word) : word)).join(" ");
  let code = await shell(`(${command}) > ${file(".log")} 2>&1`);
  if (rules !== undefined) {
    code = await shell(`logpro ${shellQuote(rules)} ${file(".html")} < ${file(".log")} > ${file("_logpro.log")}`);
    await records.setTestFields(payload.testId, { final_logf: `${stepname}.html` });
  }
  await note("end", String(code));
  return code <= 2 ? code : 3;
}

/** The shell reads the words once more, as old scripts expect (`'*.c'`, `'|'`); but what the caller gave as one word with blanks stays one. */
const isOneWordOnlyQuoted = (word: string) => word === "" || /\s/.test(word);
