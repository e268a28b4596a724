import { describe, expect, it } from "vitest";
import { definitions, type TestText } from "../../tests/kit/definitions.js";
import { type Script, Simulator, testNameOf, verdictOf } from "../../tests/kit/queue-simulator.js";
import { type Mode, planRun } from "../plan/index.js";
import { RunQueue } from "./queue.js";
import type { QueueEffect, QueueEvent } from "./state.js";

type Texts = Readonly<Record<string, TestText>>;

const simulate = (texts: Texts, patterns: string, script: Script = {}) => new Simulator(planRun(definitions(texts), { patterns }), script);

/** Groups of launches, each a blank-separated list. */
function play(texts: Texts, patterns: string, script: Script = {}) {
  const simulator = simulate(texts, patterns, script);
  const groups = simulator.play().map((group) => group.join(" "));
  return { simulator, groups, verdicts: simulator.verdicts(), done: simulator.done };
}

describe("order", () => {
  it("02-22: priority, then name descending, with one slot", () => {
    const texts: Texts = { p: { priority: "1" }, q: { priority: "9" }, r: {}, s: {} };
    expect(play(texts, "%", { slots: 1 }).groups).toEqual(["q", "p", "s", "r"]);
  });

  it("items that are still being registered come before the tests after them", () => {
    const texts: Texts = { first: { priority: "1", items: ["1", "2"] }, second: {} };
    expect(play(texts, "%", { slots: 1 }).groups).toEqual(["first/1", "first/2", "second"]);
  });

  it("a ready test is not delayed for one that is not ready", () => {
    const texts: Texts = { base: {}, urgent: { waiton: "base", priority: "9" }, plain: { priority: "-1" } };
    expect(play(texts, "%", { slots: 2 }).groups).toEqual(["base plain", "urgent"]);
  });

  it("02-35: a full job group holds up nobody else", () => {
    const texts: Texts = {
      a: { jobgroup: "g" },
      b: { jobgroup: "g" },
      c: { jobgroup: "g" },
      z: { priority: "-1" },
      y: { jobgroup: "free", priority: "-1" },
    };
    expect(play(texts, "%", { jobgroups: { g: 1 } }).groups).toEqual(["c z y", "b", "a"]);
  });

  it("02-34: no more are launched than slots are free", () => {
    const texts: Texts = Object.fromEntries([..."abcdef"].map((name) => [name, {}]));
    expect(play(texts, "%", { slots: 2 }).groups).toEqual(["f e", "d c", "b a"]);
  });
});

describe("prerequisites", () => {
  it("02-23: mode normal, a failed waiton fails the chain", () => {
    const texts: Texts = { a: {}, b: { waiton: "a" }, c: { waiton: "b" } };
    const { verdicts, simulator } = play(texts, "%", { results: { a: "COMPLETED/FAIL" } });
    expect(verdicts).toEqual({ a: "COMPLETED/FAIL", b: "COMPLETED/PREQ_FAIL", c: "COMPLETED/PREQ_FAIL" });
    expect(simulator.marks.map((mark) => mark.comment)).toEqual(Array(2).fill("Failed to run due to failed prerequisites"));
  });

  it("02-24: all OK statuses satisfy", () => {
    const statuses = ["PASS", "WARN", "CHECK", "WAIVED", "SKIP"];
    const texts: Texts = { ...Object.fromEntries(statuses.map((name) => [name, {}])), t: { waiton: statuses.join(" ") } };
    const results = Object.fromEntries(statuses.map((name) => [name, `COMPLETED/${name}`]));
    expect(play(texts, "%", { results }).groups.at(-1)).toBe("t");
  });

  it.each(["COMPLETED/FAIL", "KILLED/KILLED", "COMPLETED/PASS"])("02-25: mode toplevel, the waiton ends %s", (result) => {
    const simulator = simulate({ a: {}, t: { waiton: "a", mode: "toplevel" } }, "%", { results: { a: result } });
    simulator.start();
    simulator.performAll();
    simulator.tell({ kind: "changed", records: simulator.write(testNameOf("a"), verdictOf("KILLREQ/n/a")) });
    simulator.performAll();
    expect(simulator.launched).toEqual(["a"]);
    simulator.tell({ kind: "changed", records: simulator.finish(simulator.running[0] ?? fail()) });
    simulator.performAll();
    expect(simulator.launched).toEqual(["a", "t"]);
  });

  it("02-25: mode toplevel does not give up while items of the waiton run", () => {
    const texts: Texts = { a: { items: ["1", "2"] }, none: { items: [] }, t: { waiton: "a none", mode: "toplevel" } };
    const simulator = simulate(texts, "%", { results: { "a/1": "COMPLETED/FAIL" } });
    expect(simulator.play("one by one")).toEqual([["a/1", "a/2"], ["t"]]);
  });

  it.each(["itemwait", "itemmatch"])("02-26, 02-29: mode %s, each item has its own waiton", (mode) => {
    const items = ["1", "2", "3"];
    const simulator = simulate({ a: { items }, t: { waiton: "a", mode, items } }, "%", { results: { "a/2": "COMPLETED/FAIL" } });
    simulator.start();
    simulator.performAll();
    for (const test of simulator.running.slice(0, 2)) simulator.tell({ kind: "changed", records: simulator.finish(test) });
    simulator.performAll();
    expect(simulator.launched).toEqual(["a/1", "a/2", "a/3", "t/1"]);
    expect(simulator.verdicts()).toMatchObject({ "t/2": "COMPLETED/PREQ_FAIL", "t/3": "NOT_STARTED/n/a" });
  });

  it("02-27: mode itemwait and a plain waiton that FAILs, all others still run", () => {
    const texts: Texts = { a: {}, t: { waiton: "a", mode: "itemwait", items: ["1"] }, u: { items: ["1"] }, v: { waiton: "u" } };
    const { verdicts, done } = play(texts, "%", { results: { a: "COMPLETED/FAIL" } });
    expect(verdicts).toMatchObject({ t: "COMPLETED/PREQ_FAIL", "u/1": "COMPLETED/PASS", v: "COMPLETED/PASS" });
    expect(done).toBe(true);
  });

  it("02-28: an item that the waiton does not have waits for all of it, with a map it does not wait", () => {
    const a = { items: ["1", "2"] };
    const t = { waiton: "a", mode: "itemwait", items: ["1", "x"] };
    const first = simulate({ a, t }, "%");
    expect(first.play("one by one")).toEqual([["a/1", "a/2"], ["t/1"], ["t/x"]]);
    const mapped = simulate({ a, t: { ...t, itemmap: "y z" } }, "%");
    expect(mapped.play("one by one")).toEqual([
      ["a/1", "a/2"],
      ["t/1", "t/x"],
    ]);
  });

  it("02-30: mode exclusive waits for the same test in other runs", () => {
    const simulator = simulate({ t: { mode: "exclusive" }, i: { mode: "exclusive", items: ["1", "2"] } }, "%");
    simulator.elsewhere = [testNameOf("t"), testNameOf("i")];
    expect(simulator.play()).toEqual([]);
    simulator.elsewhere = [];
    simulator.tellGates();
    simulator.performAll();
    expect(simulator.launched).toEqual(["t", "i/1", "i/2"]);
  });

  it("02-30: two different items may run together, the same item may not", () => {
    const simulator = simulate({ i: { mode: "exclusive", items: ["1", "2"] } }, "%", { slots: 0 });
    simulator.play();
    simulator.elsewhere = [testNameOf("i/1")];
    simulator.tell({ kind: "gates", free: 9, jobgroups: new Map(), live: simulator.elsewhere });
    simulator.performAll();
    expect(simulator.launched).toEqual(["i/2"]);
  });

  it("02-31: mode normal and one slot, nothing happens between two items of the waiton", () => {
    expect(play({ a: { items: ["1", "2"] }, t: { waiton: "a" } }, "%", { slots: 1 }).groups).toEqual(["a/1", "a/2", "t"]);
  });

  it("mode normal, one item that FAILs is enough, though others still run", () => {
    const simulator = simulate({ a: { items: ["1", "2"] }, t: { waiton: "a" } }, "%", { results: { "a/1": "COMPLETED/FAIL" } });
    simulator.start();
    simulator.performAll();
    simulator.tell({ kind: "changed", records: simulator.finish(simulator.running[0] ?? fail()) });
    simulator.performAll();
    expect(simulator.verdicts()).toMatchObject({ a: "RUNNING/FAIL", t: "COMPLETED/PREQ_FAIL" });
  });

  it("02-32: a killed waiton fails what waits for it and the pass ends", () => {
    const { verdicts, done } = play({ a: {}, t: { waiton: "a" } }, "%", { results: { a: "KILLED/KILLED" } });
    expect(verdicts).toMatchObject({ t: "COMPLETED/PREQ_FAIL" });
    expect(done).toBe(true);
  });

  it.each(["together", "one by one"] as const)("02-33: a PREQ_FAIL item discards the test that waits for all, items ending %s", (ending) => {
    const items = ["1", "2", "3"];
    const texts: Texts = { v: { items }, w: { waiton: "v", mode: "itemwait", items }, t: { waiton: "w" } };
    const simulator = simulate(texts, "%", { results: { "v/1": "COMPLETED/FAIL" } });
    simulator.play(ending);
    expect(simulator.verdicts()).toMatchObject({ "w/1": "COMPLETED/PREQ_FAIL", w: "NOT_STARTED/PREQ_FAIL", t: "COMPLETED/PREQ_DISCARDED" });
    expect(simulator.marks.at(-1)?.comment).toBe("Failed to run due to prior failed prerequisites");
  });

  it("a waiton without selected items discards what waits for it", () => {
    const texts: Texts = { a: { items: ["1"] }, t: { waiton: "a" } };
    expect(play(texts, "a/9,t").verdicts).toEqual({ a: "NOT_STARTED/ZERO_ITEMS", t: "COMPLETED/PREQ_DISCARDED" });
  });
});

describe("results of earlier passes", () => {
  const failed = { a: "COMPLETED/FAIL", b: "COMPLETED/FAIL" };

  it("02-37: nothing is launched again, with -rerun FAIL all are, with -rerun WARN none", () => {
    const texts: Texts = { a: {}, b: {} };
    const again = play(texts, "%", { records: failed });
    expect(again.groups).toEqual([]);
    expect(again.simulator.said).toHaveLength(2);
    expect(play(texts, "%", { records: failed, options: { rerun: ["FAIL"] } }).groups).toEqual(["b a"]);
    expect(play(texts, "%", { records: failed, options: { rerun: ["WARN"] } }).groups).toEqual([]);
  });

  it("02-38: -force launches a COMPLETED/PASS test once", () => {
    const records = { a: "COMPLETED/PASS", "i/1": "COMPLETED/PASS", i: "COMPLETED/PASS" };
    const { groups, done } = play({ a: {}, i: { items: ["1"] } }, "%", { records, options: { force: true } });
    expect(groups).toEqual(["i/1 a"]);
    expect(done).toBe(true);
  });

  it("02-39: -rerun KILLED does not launch what is KILLED; 02-40: INCOMPLETE is launched", () => {
    const records = { a: "KILLED/KILLED", b: "INCOMPLETE/KILLED" };
    expect(play({ a: {}, b: {} }, "%", { records, options: { rerun: ["KILLED"] } }).groups).toEqual(["b"]);
  });

  it("02-42: a failed waiton that is run again is waited for, and what it had failed too", () => {
    const records = { a: "COMPLETED/FAIL", t: "COMPLETED/PREQ_FAIL" };
    const { groups, verdicts } = play({ a: {}, t: { waiton: "a" } }, "%", { records, options: { rerun: ["FAIL", "PREQ_FAIL"] } });
    expect(groups).toEqual(["a", "t"]);
    expect(verdicts).toEqual({ a: "COMPLETED/PASS", t: "COMPLETED/PASS" });
  });

  it("02-43: a PASS stays when its waiton is FAIL now, of a plain test and of items", () => {
    const records = {
      a: "COMPLETED/FAIL",
      t: "COMPLETED/PASS",
      i: "COMPLETED/PASS",
      "i/1": "COMPLETED/PASS",
      l: "COMPLETED/PASS",
      "l/1": "COMPLETED/PASS",
    };
    const texts: Texts = { a: {}, t: { waiton: "a" }, i: { waiton: "a", items: ["1"] }, l: { waiton: "a", items: "late" } };
    const { verdicts, groups, done } = play(texts, "%", { records });
    expect(groups).toEqual([]);
    expect(verdicts).toEqual(records);
    expect(done).toBe(true);
  });

  it("a stale result of a waiton that is run again does not count", () => {
    const records = { a: "COMPLETED/PASS", "a/1": "COMPLETED/PASS", t: "NOT_STARTED/n/a" };
    const texts: Texts = { a: { items: ["1", "2"] }, t: { waiton: "a" } };
    expect(play(texts, "%", { records }).groups).toEqual(["a/2", "t"]);
  });

  it("items that an earlier pass left NOT_STARTED share the fate of their test", () => {
    const items = ["1", "2"];
    const texts: Texts = { base: {}, a: { waiton: "base", items }, t: { waiton: "a", mode: "itemwait", items } };
    const records = { "a/1": "COMPLETED/PASS", "a/2": "NOT_STARTED/n/a" };
    const { verdicts, groups, done } = play(texts, "%", { records, results: { base: "COMPLETED/FAIL" } });
    expect(groups).toEqual(["base t/1"]);
    expect(verdicts).toMatchObject({ a: "COMPLETED/PREQ_FAIL", "t/2": "COMPLETED/PREQ_FAIL" });
    expect(done).toBe(true);
  });

  it("an old record counts only if the late list still holds its item", () => {
    const texts: Texts = { base: {}, a: { waiton: "base", items: "late" }, t: { waiton: "a", mode: "itemwait", items: ["1", "2"] } };
    const records = { "a/1": "COMPLETED/PASS", "a/2": "COMPLETED/PASS" };
    expect(play(texts, "%", { records, lateItems: { a: ["2", "3"] } }).groups).toEqual(["base", "a/3 t/2", "t/1"]);
  });

  it("a top-level record that was reset alone holds up nobody", () => {
    const records = { "a/1": "COMPLETED/PASS", a: "NOT_STARTED/n/a" };
    expect(play({ a: { items: ["1"] }, t: { waiton: "a" } }, "%", { records }).groups).toEqual(["t"]);
  });

  it("a top-level record does not count while an item is live", () => {
    const records = { a: "COMPLETED/PASS", "a/1": "COMPLETED/PASS" };
    const simulator = simulate({ a: { items: ["1", "2"] }, t: { waiton: "a" } }, "%", { records });
    simulator.start();
    while (simulator.outbox[0]?.kind !== "launch") simulator.perform(simulator.outbox.shift() ?? fail());
    const { id } = simulator.record("a/2") ?? fail();
    const [own = fail()] = simulator.write(testNameOf("a/2"), verdictOf("RUNNING/n/a"));
    simulator.outbox.shift();
    simulator.tell({ kind: "settled", id, records: [own] });
    expect(simulator.outbox).toEqual([]);
  });

  it("DELETED records are as good as none", () => {
    const records = { a: "DELETED/n/a", "i/1": "DELETED/n/a", i: "DELETED/n/a" };
    expect(play({ a: {}, i: { items: ["1"] } }, "%", { records }).groups).toEqual(["i/1 a"]);
  });
});

describe("two runners on one run", () => {
  it("what somebody else has taken is left to him, and waited for", () => {
    const simulator = simulate({ a: {}, t: { waiton: "a" } }, "%", { slots: 0 });
    simulator.play();
    simulator.tell({ kind: "changed", records: simulator.write(testNameOf("a"), verdictOf("RUNNING/n/a")) });
    simulator.tell({ kind: "gates", free: 9, jobgroups: new Map(), live: [] });
    simulator.performAll();
    expect(simulator.launched).toEqual([]);
    simulator.tell({ kind: "changed", records: simulator.write(testNameOf("a"), verdictOf("COMPLETED/PASS")) });
    simulator.performAll();
    expect(simulator.launched).toEqual(["t"]);
  });

  it("a lost claim is decided anew", () => {
    const simulator = simulate({ a: {}, b: {}, t: { waiton: "a b" } }, "%");
    simulator.start();
    simulator.performAll();
    expect(simulator.launched).toEqual(["b", "a"]);
    const other = simulate({ a: {}, b: {} }, "%");
    other.start();
    while (other.outbox[0]?.kind !== "launch") other.perform(other.outbox.shift() ?? fail());
    other.write(testNameOf("a"), verdictOf("RUNNING/n/a"));
    other.write(testNameOf("b"), verdictOf("NOT_STARTED/ABORT"));
    other.performAll();
    expect(other.launched).toEqual(["b"]);
  });

  it("a mark that comes too late is not made", () => {
    const simulator = simulate({ a: {}, t: { waiton: "a" } }, "%", { results: { a: "COMPLETED/FAIL" } });
    simulator.start();
    simulator.performAll();
    simulator.tell({ kind: "changed", records: simulator.finish(simulator.running[0] ?? fail()) });
    simulator.write(testNameOf("t"), verdictOf("RUNNING/n/a"));
    simulator.performAll();
    expect(simulator.verdicts()).toMatchObject({ t: "RUNNING/n/a" });
    expect(simulator.done).toBe(true);
  });

  it("a prerequisite that somebody runs again while its test waits for a slot is waited for", () => {
    const records = { a: "COMPLETED/PASS" };
    const simulator = simulate({ a: {}, t: { waiton: "a" } }, "%", { records, slots: 0 });
    simulator.play();
    expect(simulator.queue.wantsSlot).toBe(true);
    simulator.tell({ kind: "changed", records: simulator.write(testNameOf("a"), verdictOf("RUNNING/n/a")) });
    simulator.tell({ kind: "gates", free: 9, jobgroups: new Map(), live: [] });
    simulator.performAll();
    expect(simulator.launched).toEqual([]);
    expect(simulator.queue.size).toBe(1);
  });
});

describe("the end", () => {
  it("giving up marks whatever is left TIMED_OUT", () => {
    const texts: Texts = { a: {}, t: { waiton: "a" }, i: { waiton: "a", items: ["1"] }, ready: { items: ["1"] } };
    const simulator = simulate(texts, "%", { records: { a: "RUNNING/n/a" }, slots: 0 });
    simulator.play();
    simulator.tell({ kind: "give-up" });
    simulator.performAll();
    expect(simulator.verdicts()).toMatchObject({ t: "NOT_STARTED/TIMED_OUT", i: "NOT_STARTED/TIMED_OUT", "ready/1": "NOT_STARTED/TIMED_OUT" });
    expect(simulator.marks.every((mark) => mark.comment === "Nothing seen running in a while.")).toBe(true);
    expect(simulator.done).toBe(true);
  });

  it("stopping leaves whatever is left as it is", () => {
    const simulator = simulate({ a: {}, t: { waiton: "a" } }, "%");
    simulator.start();
    simulator.performAll();
    simulator.tell({ kind: "stop" });
    simulator.performAll();
    expect(simulator.verdicts()).toEqual({ a: "LAUNCHED/n/a", t: "NOT_STARTED/n/a" });
    expect(simulator.done).toBe(true);
  });

  it("an empty plan is done at once", () => {
    expect(simulate({ a: {} }, "nosuch").queue.next({ kind: "start", records: [] })).toEqual([{ kind: "done" }]);
  });

  it("a skipped test gives its slot back", () => {
    const simulator = simulate({ a: {}, b: {} }, "%", { slots: 1 });
    simulator.start();
    while (simulator.outbox[0]?.kind !== "launch") simulator.perform(simulator.outbox.shift() ?? fail());
    const records = simulator.write(testNameOf("b"), verdictOf("COMPLETED/SKIP"));
    simulator.outbox.shift();
    simulator.tell({ kind: "settled", id: records[0]?.id ?? 0, records });
    simulator.performAll();
    expect(simulator.launched).toEqual(["a"]);
  });
});

it("takes 5,000 items through two tests with work in proportion to their number", () => {
  const items = Array.from({ length: 5_000 }, (_, number) => `i${number}`);
  const tests = definitions({ up: { items }, down: { waiton: "up", mode: "itemwait", items } });
  const modes = new CountingSet<Mode>(["itemwait"]);
  const down = tests.get("down") ?? fail();
  const { launched, done } = launchAll(new RunQueue(planRun(tests.set("down", { ...down, modes }), { patterns: "%" }), { rerun: [], force: false }));
  expect(launched).toBe(10_000);
  expect(done).toBe(true);
  expect(modes.questions).toBeLessThan(20 * items.length);
});

/** Counts how often it is asked, which every judgement of an entry does a few times. */
class CountingSet<T> extends Set<T> {
  questions = 0;

  override has(element: T): boolean {
    this.questions += 1;
    return super.has(element);
  }
}

/** Launches with 100 slots; each item passes at once, and the queue hears of each change by itself. */
function launchAll(queue: RunQueue): { launched: number; done: boolean } {
  const todo: QueueEffect[] = [];
  const tell = (event: QueueEvent) => todo.push(...queue.next(event));
  let [registered, launched] = [0, 0];
  tell({ kind: "start", records: [] });
  for (;;) {
    if (todo.length === 0) tell({ kind: "gates", free: 100, jobgroups: new Map(), live: [] });
    const effect = todo.shift();
    if (effect?.kind === "register") {
      const records = effect.names.map((name) => ({ ...name, id: registered++, state: "NOT_STARTED", status: "n/a" }));
      tell({ kind: "registered", records });
    } else if (effect?.kind === "launch") {
      launched += 1;
      tell({ kind: "settled", id: effect.record.id, records: [{ ...effect.record, state: "RUNNING" }] });
      tell({ kind: "changed", records: [{ ...effect.record, state: "COMPLETED", status: "PASS" }] });
    } else {
      return { launched, done: effect?.kind === "done" };
    }
  }
}

function fail(): never {
  throw new Error("nothing there");
}
