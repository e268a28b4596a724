import type { TestName } from "../../../src/model/index.js";
import { formatUrl, type Params, type Route, type RunRef, type TestRef } from "../../../src/view/index.js";
import type { Question } from "../../app/api.js";

/** The parameters that name a run in questions. */
export function runQuestion({ a, t, r }: RunRef): Question {
  return { a, t, r };
}

/** The parameters that name a test in questions. */
export function testQuestion({ n, i, ...run }: TestRef): Question {
  return { ...runQuestion(run), n, i };
}

type RouteOf<V> = Extract<Route, { view: V }>;

export function runRoute(run: RunRef, params: Params = {}): RouteOf<"run"> {
  return { view: "run", run: bare(run), params };
}

export function testRoute(test: TestRef, params: Params = {}): RouteOf<"test"> {
  const { n, i } = test;
  return { view: "test", test: { ...bare(test), n, i }, params };
}

/** A file of a test as a log: from a line on, or at its end. */
export function logRoute(test: TestRef, f: string, line?: number): Route {
  const { n, i } = test;
  return { view: "log", test: { ...bare(test), n, i }, params: { f, ...(line !== undefined && { line: String(line) }) } };
}

/** Another test of the same run. */
export function inSameRun(run: RunRef, { testname, item_path }: TestName): TestRef {
  return { ...bare(run), n: testname, i: item_path };
}

/** `test`, or `test/item`. */
export function testText({ n, i }: Pick<TestRef, "n" | "i">): string {
  return i === "" ? n : `${n}/${i}`;
}

/** What live events call a run or a test. */
export function topicOf(route: RouteOf<"run"> | RouteOf<"test">): string {
  const whole = formatUrl({ ...route, params: {} });
  return `${route.view}:${whole.slice(`/ui/${route.view}/`.length)}`;
}

export function isSameTest(a: TestRef, b: TestRef): boolean {
  return a.n === b.n && a.i === b.i && isSameRun(a, b);
}

export function isSameRun(a: RunRef, b: RunRef): boolean {
  return a.t === b.t && a.r === b.r && a.a === b.a;
}

function bare({ a, t, r }: RunRef): RunRef {
  return { ...(a !== undefined && { a }), t, r };
}
