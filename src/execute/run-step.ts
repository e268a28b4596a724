import { appendFileSync, existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { shellQuote } from "../base/index.js";
import type { NewStep } from "../store/index.js";
import { type Ending, encodeText, isFile } from "../sys/index.js";
import type { TestContext } from "./context.js";
import type { ProcessControl } from "./control.js";
import { type StepDefinition, type StepVerdict, stepVerdict } from "./steps.js";
import { judgeByResults, withoutMegatestVariables } from "./subrun.js";
import { loadStepData } from "./test-data.js";

/** A step that ran: what it means for the test, and its own record, which belongs into the same transaction as the test's. */
export interface FinishedStep {
  readonly verdict: StepVerdict;
  readonly record: NewStep;
}

/**
 * Runs one step: its command through bash with the output in `<name>.log`, then logpro on the log if there are rules; keeps its start record
 * and its test data.
 *
 * @returns undefined when the test was stopped meanwhile
 * @see spec 03 § 11.2
 */
export async function runStep(
  context: TestContext,
  step: StepDefinition,
  control: ProcessControl,
  previous: StepDefinition | undefined,
): Promise<FinishedStep | undefined> {
  const { records, payload } = context;
  const withLogpro = step.results === undefined && provideRules(context, step.name);
  noteInMakefile(context.rundir, step, withLogpro);

  const ending = await runCommand(context, step, control, previous);
  if (ending === undefined) return undefined;
  const judged = withLogpro ? await runLogpro(context, step.name, control) : await judgeByResults(context, step, ending);
  if (judged === undefined) return undefined;

  const comment = withLogpro ? await loadStepData(context, step.name) : undefined;
  if (withLogpro) await records.setTestFields(payload.testId, { final_logf: `${step.name}.html` });
  return {
    verdict: stepVerdict(step.name, judged.kind === "exit" ? judged.code : undefined, withLogpro || step.results !== undefined),
    record: {
      stepname: step.name,
      state: "end",
      status: String(judged.kind === "exit" ? judged.code : judged.signal),
      ...(comment !== undefined && { comment }),
      ...(withLogpro && { logfile: `${step.name}.html` }),
    },
  };
}

/** Writes `[logpro]` rules of the testconfig to `<name>.logpro` unless the test brings that file itself; true if there are rules. */
function provideRules(context: TestContext, name: string): boolean {
  const file = join(context.rundir, `${name}.logpro`);
  const rules = context.testconfig.lookup("logpro", name);
  const fromSources = isFile(join(context.payload.testpath, `${name}.logpro`));
  if (rules !== undefined && !fromSources) {
    writeFileSync(file, encodeText(`;; rules of step ${name}, from [logpro] of the testconfig\n;;\n${rules}\n`));
  }
  return existsSync(file);
}

function runCommand(
  context: TestContext,
  step: StepDefinition,
  control: ProcessControl,
  previous: StepDefinition | undefined,
): Promise<Ending | undefined> {
  const carried = previous === undefined ? "" : join(".ezsteps", `${previous.name}.sh`);
  const prefix = carried !== "" && existsSync(join(context.rundir, carried)) ? `. ./${shellQuote(carried)}; ` : "";
  // The redirection is simply appended: of "a; b" only b is logged, as users' steps expect.
  const line = `${prefix}${step.command} > ${shellQuote(`${step.name}.log`)} 2>&1`;
  const env = step.params.has("subrun") ? withoutMegatestVariables(context.env) : { ...context.env };
  env["PATH"] = `${env["PATH"] ?? ""}:.`;
  const { records, payload, rundir, output } = context;
  return control.run({ program: "/bin/bash", args: ["-c", line], env, cwd: rundir, output }, (pid) =>
    Promise.all([
      records.recordStep(payload.testId, { stepname: step.name, state: "start", status: "-" }),
      records.setTestFields(payload.testId, { attemptnum: pid }),
    ]),
  );
}

/** The annotated log goes to the HTML page only; its text form would double every log. */
function runLogpro(context: TestContext, name: string, control: ProcessControl): Promise<Ending | undefined> {
  const [rules, page, log] = ["logpro", "html", "log"].map((suffix) => shellQuote(`${name}.${suffix}`));
  const { env, rundir } = context;
  return control.run({ program: "/bin/sh", args: ["-c", `logpro ${rules} ${page} < ${log}`], env, cwd: rundir }, (pid) =>
    context.records.setTestFields(context.payload.testId, { attemptnum: pid }),
  );
}

/** Adds the make rules that redo a step by hand; spec 03 § 11.3. */
function noteInMakefile(rundir: string, { name, command }: StepDefinition, withLogpro: boolean): void {
  const judging = withLogpro ? `\tlogpro ${name}.logpro ${name}.html < ${name}.log\n` : "";
  appendFileSync(
    join(rundir, "Makefile.ezsteps"),
    encodeText(`${name}.log :\n\t${command} > ${name}.log 2>&1\n${judging}\n${name} : ${name}.log\n\n`),
  );
}
