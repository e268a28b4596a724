import { join } from "node:path";
import { shellQuote } from "../base/index.js";
import { statusRank, worst } from "../model/index.js";
import { isExecutable } from "../sys/index.js";
import type { TestContext } from "./context.js";
import type { ProcessControl, StopReason } from "./control.js";
import type { ExecutorHost } from "./host.js";
import { runStep } from "./run-step.js";
import { runscriptStatus, type StepDefinition, stepsOf } from "./steps.js";
import { prepareSubrun } from "./subrun.js";
import { writeVerdict } from "./verdict.js";

/** What became of the run script and the steps. */
export type TestOutcome =
  | { readonly kind: "ran"; readonly status: string; readonly diedFromSignal: boolean }
  | { readonly kind: "stopped"; readonly reason: StopReason };

/**
 * Runs the run script and then the steps of a test, writing its record as it goes.
 *
 * @see spec 03 § 10 and § 11
 */
export async function runTest(host: ExecutorHost, context: TestContext, control: ProcessControl): Promise<TestOutcome> {
  let status = "PASS";
  if (context.payload.runscript !== undefined) {
    const ending = await runScript(context, context.payload.runscript, control);
    if (ending === undefined) return stoppedOutcome(control);
    if (ending.kind === "signal") return { kind: "ran", status: "FAIL", diedFromSignal: true };
    status = runscriptStatus(ending.code);
  }
  return runSteps(host, context, [...stepsOf(context.testconfig), ...prepareSubrun(context)], control, status);
}

function stoppedOutcome(control: ProcessControl): TestOutcome {
  return { kind: "stopped", reason: control.stopped ?? { kind: "interrupted" } };
}

/** The whole setting is one shell line; a bare name means the file in the run directory, else a command on PATH. */
function runScript(context: TestContext, runscript: string, control: ProcessControl) {
  const file = join(context.rundir, runscript);
  const line = !runscript.includes("/") && isExecutable(file) ? shellQuote(`./${runscript}`) : runscript;
  return control.run({ program: "/bin/sh", args: ["-c", line], env: context.env, cwd: context.rundir, output: context.output }, (pid) =>
    context.records.setTestFields(context.payload.testId, { attemptnum: pid }),
  );
}

async function runSteps(
  host: ExecutorHost,
  context: TestContext,
  steps: readonly StepDefinition[],
  control: ProcessControl,
  statusBefore: string,
): Promise<TestOutcome> {
  let overall = statusBefore;
  for (const [index, step] of steps.entries()) {
    const finished = await runStep(context, step, control, steps[index - 1]);
    if (finished === undefined) return stoppedOutcome(control);
    const { verdict, record } = finished;
    overall = worst([overall, verdict.status], statusRank);
    const isLast = index === steps.length - 1;
    const { comment } = verdict;
    // A failure is final at once; what else stops the sequence becomes final at the end.
    const state = isLast || verdict.status === "FAIL" ? "COMPLETED" : "RUNNING";
    const change = { state, status: overall, ...(comment !== undefined && { comment }) };
    // Not one after the other: both go into one transaction.
    await Promise.all([
      context.records.recordStep(context.payload.testId, record),
      writeVerdict(host, context.payload.testId, change, { ifState: ["REMOTEHOSTSTART", "RUNNING", "COMPLETED"] }),
    ]);
    if (!verdict.goOn) break;
  }
  return { kind: "ran", status: overall, diedFromSignal: false };
}
