import type { TestDataRecord, TestMeta } from "../../model/index.js";
import { isAccepted, judge, type RunTest, type TestRef, type TestSteps, type TestView } from "../../view/index.js";
import type { CopyAsker } from "./ask.js";
import { copyLog, givenOf } from "./copy-log.js";
import type { CopyDirectory } from "./directory.js";
import { testFile } from "./places.js";

/** What is asked of every test, besides what is needed here. */
const questions = ["test/config", "test/env", "test/place"] as const;

/** What a test adds to what is told of its run. */
export interface CopiedTest {
  readonly logs: number;
  readonly values: readonly TestDataRecord[];
  readonly meta: TestMeta | undefined;
}

export interface LogChoice {
  readonly logs: "none" | "failed" | "all";
  /** Bytes of one log. */
  readonly maxLog: number;
}

/** Writes what the page of a test says, and its logs; undefined when the test is gone. */
export async function copyTest(
  asker: CopyAsker,
  directory: CopyDirectory,
  ref: TestRef,
  row: RunTest,
  { logs, maxLog }: LogChoice,
): Promise<CopiedTest | undefined> {
  const given = givenOf(ref);
  const page = await asker.ask("test/page", given);
  if (page === undefined || "missing" in page) return undefined;
  const [steps, data, files] = [await asker.ask("test/steps", given), await asker.ask("test/data", given), await asker.ask("test/files", given)];
  const told: [string, unknown][] = [["test/page", page]];
  if (steps !== undefined) told.push(["test/steps", steps]);
  if (data !== undefined) told.push(["test/data", data]);
  const waits = row.state === "NOT_STARTED" ? await asker.ask("run/why", given) : undefined;
  if (waits !== undefined) told.push(["run/why", waits]);
  for (const name of questions) {
    const answer = await asker.ask(name, given);
    if (answer !== undefined) told.push([name, answer]);
  }
  const copied = new Set<string>();
  const isWanted = logs === "all" || (logs === "failed" && judge(row) === "bad" && !isAccepted(row));
  for (const f of isWanted ? logsOf(page, steps, files?.items ?? []) : []) if (await copyLog(asker, directory, ref, f, maxLog)) copied.add(f);
  // What is not in the copy cannot be opened there.
  if (files !== undefined) told.push(["test/files", { ...files, items: files.items.map((file) => ({ ...file, shown: copied.has(file.name) })) }]);
  await directory.tell(testFile(ref), told);
  const values = (data?.items ?? []).map(({ past: _, ...value }) => value);
  return { logs: copied.size, values, meta: page.meta };
}

/** The logs of steps, and what is called a log in the run directory. */
function logsOf(
  { failure }: TestView,
  steps: TestSteps | undefined,
  files: readonly { readonly name: string; readonly kind: string; readonly shown: boolean }[],
): Set<string> {
  const ofSteps = [failure?.step?.log, ...(steps?.items ?? []).map(({ log }) => log)];
  const named = files.filter(({ name, kind, shown }) => shown && kind === "file" && name.endsWith(".log")).map(({ name }) => name);
  return new Set([...ofSteps.filter((log) => log !== undefined), ...named]);
}
