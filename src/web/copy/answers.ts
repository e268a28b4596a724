import type { TestDataRecord, TestMeta } from "../../model/index.js";
import type { CopyAbout, GraphEdge, LogWindow, RunRef, RunRow, TestRef } from "../../view/index.js";
import { diff } from "../queries/diff/diff.js";
import { diffValues } from "../queries/diff/values.js";
import { history } from "../queries/history.js";
import { matrix, matrixNext, matrixOverview, matrixWords } from "../queries/matrix/matrix.js";
import { part } from "../queries/params.js";
import type { Given, Query } from "../queries/query.js";
import type { ResultsReader } from "../queries/results-reader.js";
import { trends } from "../queries/trends.js";
import { Refused } from "../refused.js";
import { CopyReader } from "./copy-reader.js";
import type { Loaded } from "./loader.js";
import { areaFile, logFile, runFile, testFile } from "./places.js";
import { type TestRow, testOfRow } from "./test-rows.js";

/** Questions with too many possible answers to write them down: they are answered here, by the code of the server. */
const computed: Readonly<Record<string, Query<unknown, ResultsReader>>> = {
  matrix,
  "matrix/next": matrixNext,
  "matrix/overview": matrixOverview,
  "matrix/words": matrixWords,
  history,
  diff,
  "diff/values": diffValues,
  trends,
};

/** What a copy tells of its area, besides answers. */
export interface CopiedArea {
  readonly runs: readonly RunRow[];
  readonly testMeta: readonly TestMeta[];
  readonly edges: readonly Pick<GraphEdge, "from" | "to">[];
  readonly historyLimit: number;
  readonly areTwoConditions: boolean;
}

/** Answers the questions of the page from the files of a copy. */
export class CopyAnswers {
  readonly #load: (path: string) => Promise<Loaded>;
  readonly #about: CopyAbout;
  #reader: Promise<CopyReader> | undefined;

  constructor(load: (path: string) => Promise<Loaded>, about: CopyAbout) {
    this.#load = load;
    this.#about = about;
  }

  /** @throws Refused */
  async ask(name: string, given: Given, signal: AbortSignal): Promise<unknown> {
    const query = Object.hasOwn(computed, name) ? computed[name] : undefined;
    if (query !== undefined) {
      this.#reader ??= this.#readResults();
      return query.answer(await this.#reader, given, { level: "view", signal });
    }
    if (name === "hello") return { ...this.#about.hello, now: this.#about.made };
    const { t, r, n, i = "" } = given;
    if (name.startsWith("failures")) return this.#failures(name, given);
    if (t === undefined || r === undefined) return this.#told(await this.#load(areaFile), name, given);
    return n === undefined ? this.#ofRun(name, { t, r }, given) : this.#ofTest(name, { t, r, n, i }, given);
  }

  /** As they were for all runs of the copy. */
  async #failures(name: string, { id, ...given }: Given): Promise<unknown> {
    if (["target", "run", "test", "since", "until"].some((filter) => (given[filter] ?? "") !== "")) throw notHere("failures of a part of its runs");
    const loaded = await this.#load(areaFile);
    if (id === undefined) return this.#told(loaded, name, given);
    return this.#told(new Map((loaded?.get(name) ?? []) as [string, unknown][]), id, given);
  }

  async #ofRun(name: string, run: RunRef, given: Given): Promise<unknown> {
    if (name === "run/tests" || name === "run/times") return window((await this.#testsOf(run)).map(testOfRow), given);
    const loaded = await this.#load(runFile(run, "page"));
    if (loaded === undefined) throw new Refused("not-found", `run ${run.t}/${run.r} is not part of this copy`);
    if (name !== "run/steps") return this.#told(loaded, name === "run" ? "run/page" : name, given);
    const ids = new Set((given["ids"] ?? "").split(",").map(Number));
    return { tests: (loaded.get(name) as { id: number }[]).filter(({ id }) => ids.has(id)) };
  }

  async #ofTest(name: string, test: TestRef, given: Given): Promise<unknown> {
    const loaded = await this.#load(testFile(test));
    if (loaded === undefined)
      throw new Refused("not-found", `test ${test.n}${test.i && `/${test.i}`} of ${test.t}/${test.r} is not part of this copy`);
    const { f = "" } = given;
    if (name === "test/lines" || name === "test/marks") return this.#ofLog(name, test, given);
    if (name === "test/files" && f !== "") throw notHere("what is in directories below the run directory");
    if (name === "test/env" && given["with"] !== undefined) throw notHere("comparing environments");
    return this.#told(loaded, name === "test" ? "test/page" : name, given);
  }

  async #ofLog(name: string, test: TestRef, given: Given): Promise<unknown> {
    const loaded = await this.#load(logFile(test, given["f"] ?? ""));
    if (name === "test/marks") return loaded?.get(name) ?? { page: "", marks: [], total: 0, notice: "" };
    if (loaded === undefined)
      throw notHere(
        `this file${this.#about.logs === "all" ? "" : `: it has the logs of ${{ none: "no", failed: "failed" }[this.#about.logs]} tests`}`,
      );
    if (given["raw"] === "1") throw notHere("lines as they are in the file");
    return linesOf(loaded.get(name) as LogWindow, given);
  }

  async #testsOf(run: RunRef): Promise<readonly TestRow[]> {
    const loaded = await this.#load(runFile(run, "tests"));
    if (loaded === undefined) throw new Refused("not-found", `run ${run.t}/${run.r} is not part of this copy`);
    return loaded.get("rows") as TestRow[];
  }

  #told(loaded: Loaded, name: string, given: Given): unknown {
    const answer = loaded?.get(name);
    if (answer === undefined) throw notHere("this");
    return isList(answer) ? { ...answer, ...window(answer.items, given) } : answer;
  }

  async #readResults(): Promise<CopyReader> {
    const area = (await this.#load(areaFile))?.get("area") as CopiedArea | undefined;
    if (area === undefined) throw new Refused("gone", `${areaFile} is missing in this copy: make it anew`);
    const refOf = ({ target, runname }: Pick<RunRow, "target" | "runname">) => ({ t: target.join("/"), r: runname });
    const tests = await Promise.all(area.runs.map(async (run) => [run.id, await this.#testsOf(refOf(run))] as const));
    const { keys, first } = this.#about.hello;
    return new CopyReader({
      ...area,
      keys,
      firstSort: first.testsort,
      tests: new Map(tests),
      values: async (run) => ((await this.#load(runFile(refOf(run), "values")))?.get("rows") ?? []) as TestDataRecord[],
    });
  }
}

const notHere = (what: string) => new Refused("gone", `This copy does not have ${what}. Ask the dashboard of the area.`);

function isList(answer: unknown): answer is { readonly items: readonly unknown[]; readonly total: number; readonly offset: number } {
  return typeof answer === "object" && answer !== null && "items" in answer && Array.isArray(answer.items) && "offset" in answer;
}

function window<T>(list: readonly T[], { offset = "0", limit = "5000" }: Given) {
  return part(list, { offset: Number(offset), limit: Number(limit) });
}

/** @see testLines */
function linesOf({ lines, ...log }: LogWindow, { from, count = "500", tail, line }: Given): LogWindow {
  if (line !== undefined) throw notHere("the rest of this line");
  const first = from === undefined ? Math.max(0, lines.length - Number(tail ?? count)) : Number(from) - 1;
  return { ...log, from: first + 1, lines: lines.slice(first, first + Number(from === undefined ? (tail ?? count) : count)) };
}
