import { rmSync } from "node:fs";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { messageOf, shellQuote } from "../base/index.js";
import { type Config, dumpSexp } from "../config/index.js";
import { isOk, statusRank, worst } from "../model/index.js";
import { decodeBytes, type Ending, type Env, isFile, placeLink, start, writeFileAtomic } from "../sys/index.js";
import type { TestContext } from "./context.js";
import type { StepDefinition } from "./steps.js";

const section = "subrun";

/** Keys of the section and the switches that they become, in the order of the command line. */
export const switches = [
  ["tag-expr", "-tagexpr"],
  ["mode-patt", "-modepatt"],
  ["run-name", "-runname"],
  ["contour", "-contour"],
  ["target", "-target"],
  ["test-patt", "-testpatt"],
  ["msg", "-m"],
  ["log", "-log"],
  ["start-dir", "-start-dir"],
  ["new", "-set-state-status"],
] as const;

/**
 * Prepares the run directory of a test with a sub-run: the link to its area, the testconfig that says how to find it again, its rules.
 *
 * @returns the step that runs it, to be the last one; none when the testconfig asks for no sub-run
 * @see spec 03 § 22
 */
export function prepareSubrun(context: TestContext): StepDefinition[] {
  const { area, log, payload, rundir, testconfig } = context;
  const wait = testconfig.lookup(section, "run-wait") ?? testconfig.lookup(section, "runwait");
  if (wait === undefined) return [];
  const runArea = resolve(area.toppath, setting(testconfig, "run-area") ?? "");
  if (!placeLink(runArea, join(rundir, "subrun-area"))) log.warn(`${rundir}/subrun-area is no link, so it does not point to ${runArea}`);
  writeFileAtomic(join(rundir, "testconfig.subrun"), dumpSexp(testconfig));
  rmSync(join(rundir, "subrun.removed"), { force: true });

  const values = switchValues({ ...payload, rundir }, testconfig, runArea);
  const waits = wait.trim() !== "no";
  const rules = setting(testconfig, "logpro") ?? testconfig.lookup("logpro", section);
  const hasRules = rules !== undefined || isFile(join(payload.testpath, `${section}.logpro`));
  const byRules = waits && hasRules && setting(testconfig, "passfail") !== "auto";
  if (byRules && rules !== undefined) testconfig.set("logpro", section, rules, join(payload.testpath, "testconfig"));
  const byResults = waits && !byRules;

  const options = switches.flatMap(([key, name]) => {
    const value = values.get(key);
    return value === undefined ? [] : [name, value];
  });
  const end = waits ? ["-run-wait", ...(byResults ? ["-exit-code-from-results"] : [])] : [];
  const command = [payload.megatest, "-run", ...options, ...end].map(shellQuote).join(" ");
  return [
    {
      name: section,
      params: new Map([["subrun", "true"]]),
      command: waits ? command : `(setsid ${command} &)`,
      ...(byResults && { results: resultsQuery(values) }),
    },
  ];
}

/**
 * What the switches of a sub-run's command line say.
 *
 * @param parent the test with the sub-run
 * @param logPrefix begins the name of the log in the test's run directory
 */
export function switchValues(
  parent: { readonly target: string; readonly runname: string; readonly rundir: string },
  testconfig: Config,
  runArea: string,
  logPrefix = "run",
): Map<string, string> {
  const values = new Map([
    ["run-name", parent.runname],
    ["target", parent.target],
    ["start-dir", runArea],
  ]);
  for (const [key] of switches) {
    const value = setting(testconfig, key);
    if (value !== undefined) values.set(key, value);
  }
  const selection = values.get("test-patt") ?? values.get("mode-patt") ?? values.get("tag-expr") ?? "%";
  const stem = `${values.get("target")}-${values.get("run-name")}-${selection}`.replace(/[^A-Za-z0-9_-]/g, "_");
  if (!values.has("log")) values.set("log", join(parent.rundir, `${logPrefix}-${stem}.log`));
  return values;
}

function setting(testconfig: Config, key: string): string | undefined {
  return testconfig.lookup(section, key)?.trim() || undefined;
}

function resultsQuery(values: ReadonlyMap<string, string>): string[] {
  const { "run-name": runname = "", target = "", "start-dir": directory = "", "test-patt": testpatt = "%" } = Object.fromEntries(values);
  const fields = "runs:runname+tests:id,state,status";
  return ["-list-runs", runname, "-target", target, "-testpatt", testpatt, "-fields", fields, "-dumpmode", "json", "-start-dir", directory];
}

/** Statuses and the exit codes that stand for them; everything else is 1. Spec 03 § 11.5. */
const codes: Readonly<Record<string, number>> = { PASS: 0, WARN: 2, CHECK: 3, WAIVED: 4, ABORT: 5, SKIP: 6 };

/**
 * The ending of a step as the worst of its results asks for, in the codes of logpro; a test that is not COMPLETED counts as FAIL. A run
 * that failed stays failed whatever its records say. Steps without results end as they did.
 *
 * @see spec 03 § 22
 */
export async function judgeByResults(context: TestContext, { results }: StepDefinition, ending: Ending): Promise<Ending> {
  if (results === undefined || ending.kind === "signal") return ending;
  try {
    const statuses = statusesIn(await listing(context, results));
    if (statuses.length === 0) return ending;
    const status = worst(statuses, statusRank);
    return ending.code !== 0 && isOk(status) ? ending : { kind: "exit", code: codes[status] ?? 1 };
  } catch (error) {
    context.log.error(`cannot list the results of the sub-run, so its exit code counts: ${messageOf(error)}`);
    return ending;
  }
}

async function listing({ env, payload, rundir }: TestContext, args: readonly string[]): Promise<string> {
  const { child, ended } = await start(payload.megatest, args, {
    env: withoutMegatestVariables(env),
    cwd: rundir,
    stdio: ["ignore", "pipe", "ignore"],
  });
  const chunks: Buffer[] = [];
  child.stdout?.on("data", (chunk: Buffer) => chunks.push(chunk));
  await Promise.all([ended, new Promise((resolve) => child.once("close", resolve))]);
  return decodeBytes(Buffer.concat(chunks));
}

const listedRuns = z.record(
  z.string(),
  z.record(z.string(), z.object({ data: z.optional(z.record(z.string(), z.object({ state: z.string(), status: z.string() }))) })),
);

function statusesIn(json: string): string[] {
  const targets = Object.values(listedRuns.parse(JSON.parse(json)));
  const runs = targets.flatMap((target) => Object.values(target));
  return runs.flatMap((run) => Object.values(run.data ?? {})).map((test) => (test.state === "COMPLETED" ? test.status : "FAIL"));
}

/** A run of another area must not take itself for the test that starts it. */
export function withoutMegatestVariables(env: Env): Env {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("MT_")));
}
