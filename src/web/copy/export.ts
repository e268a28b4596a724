import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../base/index.js";
import type { TestMeta } from "../../model/index.js";
import { type CopyAbout, everything, type RunRow, runMatcher } from "../../view/index.js";
import type { Queries } from "../queries/thread.js";
import type { CopiedArea } from "./answers.js";
import { CopyAsker } from "./ask.js";
import { copyRun, listOf, type RunChoice } from "./copy-run.js";
import { CopyDirectory } from "./directory.js";
import { aboutFile, areaFile } from "./places.js";

/** Runs that are looked at for causes of failures. */
const mostLookedAt = 100;

/** Which copy is wanted. */
export interface CopyOptions extends RunChoice, Pick<CopiedArea, "historyLimit" | "areTwoConditions"> {
  readonly queries: Pick<Queries, "ask">;
  readonly directory: string;
  /** Directory of the application as it is built for copies. */
  readonly application: string;
  /** Comma lists of patterns; empty: all. */
  readonly target: string;
  readonly runname: string;
  /** The newest so many of these runs; undefined: all. */
  readonly cols: number | undefined;
  readonly signal: AbortSignal;
  /** Told what is being copied. */
  readonly progress: (text: string) => void;
}

export interface Copied {
  readonly runs: number;
  readonly tests: number;
  readonly logs: number;
  /** Bytes. */
  readonly size: number;
}

/**
 * Writes a static copy of the dashboard of some runs.
 *
 * @throws Failure when there is no run to copy, or the directory cannot be written
 * @see spec 06 § 35.1
 */
export async function exportCopy(options: CopyOptions): Promise<Copied> {
  const asker = new CopyAsker(options.queries, options.signal);
  const hello = await asker.ask("hello");
  const all = await asker.all("runs", { limit: "500" });
  const runs = chosen(all, options);
  if (hello === undefined || runs.length === 0) throw new Failure("not-found", "-export: no run fits: see -target and -runname");
  const directory = await CopyDirectory.begin(options.directory);
  try {
    const { made, ...copied } = await copyRuns(asker, directory, runs, options);
    const { testpatt, logs } = options;
    const readOnlyBecause = "this is a copy: nothing can be changed in it";
    const about: CopyAbout = { hello: { ...hello, level: "view", readOnlyBecause }, made, runs: runs.length, ofRuns: all.length, testpatt, logs };
    await directory.tell(aboutFile, [["about", about]]);
    await copyApplication(directory, options.application);
    options.signal.throwIfAborted();
    await directory.publish();
    return { ...copied, size: directory.size };
  } catch (error) {
    await directory.discard();
    throw error;
  }
}

function chosen(all: readonly RunRow[], { target, runname, cols }: CopyOptions): RunRow[] {
  return all.filter(runMatcher({ ...everything, target, run: runname }, 0)).slice(0, cols);
}

async function copyRuns(asker: CopyAsker, directory: CopyDirectory, runs: readonly RunRow[], options: CopyOptions) {
  const made = Date.now() / 1000;
  const copied = { runs: runs.length, tests: 0, logs: 0 };
  const meta = new Map<string, TestMeta>();
  for (const [at, run] of runs.entries()) {
    const name = `${run.target.join("/")}/${run.runname}`;
    const done = await copyRun(asker, directory, run, options, (tests, of) =>
      options.progress(`run ${at + 1} of ${runs.length}, ${name}: ${tests} of ${of} tests`),
    );
    copied.tests += done.tests;
    copied.logs += done.logs;
    for (const one of done.meta) meta.set(one.testname, one);
  }
  await copyArea(asker, directory, runs, meta, options);
  return { ...copied, made };
}

async function copyArea(
  asker: CopyAsker,
  directory: CopyDirectory,
  runs: readonly RunRow[],
  meta: ReadonlyMap<string, TestMeta>,
  { historyLimit, areTwoConditions, target, runname }: CopyOptions,
): Promise<void> {
  const graph = await asker.all("graph");
  const testMeta = [...meta.values()].sort((a, b) => (a.testname < b.testname ? -1 : 1));
  const edges = graph.flatMap((node) => node.edges.map(({ from, to }) => ({ from, to })));
  const area: CopiedArea = { runs, testMeta, edges, historyLimit, areTwoConditions };
  const told: [string, unknown][] = [
    ["area", area],
    ["runs", listOf(runs)],
    ["graph", listOf(graph)],
  ];
  for (const name of ["tags", "tests"] as const) told.push([name, listOf(await asker.all(name))]);
  for (const name of ["config", "slots"] as const) told.push([name, await asker.ask(name)]);
  told.push(...(await failuresOf(asker, { target, run: runname, cols: String(Math.min(mostLookedAt, runs.length)) })));
  await directory.tell(
    areaFile,
    told.filter(([, answer]) => answer !== undefined),
  );
}

/** The causes of failures, and the tests of each. */
async function failuresOf(asker: CopyAsker, question: Readonly<Record<string, string>>): Promise<[string, unknown][]> {
  const failures = await asker.ask("failures", question);
  if (failures === undefined) return [];
  const members: [string, unknown][] = [];
  for (const { id } of failures.groups) members.push([id, listOf(await asker.all("failures/tests", { ...question, id }))]);
  return [
    ["failures", failures],
    ["failures/tests", members],
  ];
}

async function copyApplication(directory: CopyDirectory, application: string): Promise<void> {
  const names = readdirSync(application, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  for (const entry of names) {
    const path = join(entry.parentPath, entry.name);
    await directory.write(path.slice(application.length + 1), readFileSync(path));
  }
}
