import type { TestDataRecord, TestMeta } from "../../model/index.js";
import { everything, type RunRow, type RunTest, testMatcher } from "../../view/index.js";
import type { CopyAsker } from "./ask.js";
import { type CopiedTest, copyTest, type LogChoice } from "./copy-test.js";
import type { CopyDirectory } from "./directory.js";
import { runFile } from "./places.js";
import { rowOfTest } from "./test-rows.js";

/** What is asked of every run, besides lists. */
const questions = ["run/page", "run/meta", "run/stats", "run/failing", "run/critical", "run/curves", "run/load", "run/why"] as const;

/** Tests whose steps are asked for at once; tests that are copied at once. */
const chunk = 300;
const atOnce = 8;

export interface CopiedRun {
  readonly tests: number;
  readonly logs: number;
  readonly meta: readonly TestMeta[];
}

export interface RunChoice extends LogChoice {
  /** Empty: all. */
  readonly testpatt: string;
}

/** Writes a run with its tests. @param onTest told when a test is done, of so many */
export async function copyRun(
  asker: CopyAsker,
  directory: CopyDirectory,
  { target, runname }: RunRow,
  choice: RunChoice,
  onTest: (done: number, of: number) => void,
): Promise<CopiedRun> {
  const run = { t: target.join("/"), r: runname };
  const isMeant = testMatcher({ ...everything, test: choice.testpatt });
  const isChosen = ({ testname, item_path }: { readonly testname: string; readonly item_path: string }) => isMeant(testname, item_path);
  const tests = (await asker.all("run/tests", { ...run, limit: "2000" })).filter(isChosen);
  await directory.tell(runFile(run, "tests"), [["rows", tests.map(rowOfTest)]]);
  const told: [string, unknown][] = [];
  for (const name of questions) {
    const answer = await asker.ask(name, run);
    const isOfTests = answer !== undefined && name === "run/failing" && "items" in answer;
    if (answer !== undefined) told.push([name, isOfTests ? { items: (answer.items as RunTest[]).filter(isChosen) } : answer]);
  }
  told.push(["run/graph", listOf(await asker.all("run/graph", run))], ["run/steps", await stepsOf(asker, run, tests)]);
  await directory.tell(runFile(run, "page"), told);
  const copied = await inParallel(tests, onTest, (test) => copyTest(asker, directory, { ...run, n: test.testname, i: test.item_path }, test, choice));
  const values: TestDataRecord[] = copied.flatMap((test) => test.values);
  await directory.tell(runFile(run, "values"), [["rows", values]]);
  return { tests: copied.length, logs: copied.reduce((sum, { logs }) => sum + logs, 0), meta: copied.flatMap(({ meta }) => meta ?? []) };
}

export const listOf = <T>(items: readonly T[]) => ({ total: items.length, offset: 0, items });

async function stepsOf(asker: CopyAsker, run: { readonly t: string; readonly r: string }, tests: readonly RunTest[]) {
  const steps = [];
  for (let at = 0; at < tests.length; at += chunk) {
    const ids = tests.slice(at, at + chunk).map(({ id }) => id);
    steps.push(...((await asker.ask("run/steps", { ...run, ids: ids.join(",") }))?.tests ?? []));
  }
  return steps;
}

/** In the order of the tests; without those that are gone. */
async function inParallel(
  tests: readonly RunTest[],
  onTest: (done: number, of: number) => void,
  copy: (test: RunTest) => Promise<CopiedTest | undefined>,
): Promise<CopiedTest[]> {
  const copied: (CopiedTest | undefined)[] = [];
  let [next, done] = [0, 0];
  const work = async () => {
    while (next < tests.length) {
      const at = next++;
      const test = tests[at];
      if (test !== undefined) copied[at] = await copy(test);
      onTest(++done, tests.length);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return copied.filter((test) => test !== undefined);
}
