import fc from "fast-check";
import { expect, it } from "vitest";
import { definitions, type TestText } from "../../tests/kit/definitions.js";
import { type Script, Simulator } from "../../tests/kit/queue-simulator.js";
import { fullName, isEnded, isLive, isOk, itemmapFor, type TestName } from "../model/index.js";
import { counterpart, type PlanNode, planRun, type TestItems, waitsByItem } from "../plan/index.js";
import { decideLaunch } from "./launch-decision.js";
import { classify } from "./record-class.js";
import type { TestState } from "./state.js";

interface Scene {
  readonly texts: Readonly<Record<string, TestText>>;
  readonly patterns: string;
  readonly script: Script;
}

const numRuns = 120;
const names = ["t0", "t1", "t2", "t3", "t4"];
const paths = ["a", "b", "c/d"];
const somePaths = fc.subarray(paths);

function sceneOf(withRecords: boolean): fc.Arbitrary<Scene> {
  const verdict = fc.constantFrom("COMPLETED/PASS", "COMPLETED/FAIL", "KILLED/KILLED", "COMPLETED/WARN", "INCOMPLETE/KILLED");
  const old = fc.constantFrom(
    "COMPLETED/PASS",
    "COMPLETED/FAIL",
    "COMPLETED/PREQ_FAIL",
    "KILLED/KILLED",
    "NOT_STARTED/n/a",
    "DELETED/n/a",
    "NOT_STARTED/TIMED_OUT",
  );
  const testOf = (place: number): fc.Arbitrary<TestText> =>
    fc
      .record({
        waiton: fc.subarray(names.slice(0, place)).map((waitons) => waitons.join(" ")),
        waitor: fc.constantFrom("", "", "", ...names.slice(place + 1)),
        mode: fc.constantFrom("normal", "normal", "toplevel", "itemwait", "itemwait", "itemwait", "exclusive itemwait", "toplevel itemwait"),
        priority: fc.integer({ min: 0, max: 2 }).map(String),
        itemmap: fc.option(fc.constantFrom("a b", "c/d", ".+ a", "q r"), { freq: 2 }),
        items: fc.option(fc.oneof({ weight: 4, arbitrary: somePaths }, { weight: 1, arbitrary: fc.constant("late" as const) }), { freq: 3 }),
        jobgroup: fc.constantFrom("", "g"),
      })
      .map(({ itemmap, items, ...text }) => ({ ...text, ...(itemmap !== null && { itemmap }), ...(items !== null && { items }) }));
  const full = fc.tuple(fc.constantFrom(...names), fc.constantFrom("", ...paths)).map(([testname, item_path]) => fullName({ testname, item_path }));
  return fc.record({
    texts: fc.tuple(...names.map((_, place) => testOf(place))).map((texts) => Object.fromEntries(texts.map((text, place) => [`t${place}`, text]))),
    patterns: fc.oneof(
      fc.constant("%"),
      fc.array(fc.oneof(full, fc.constantFrom(...names)), { minLength: 1, maxLength: 3 }).map((list) => list.join(",")),
    ),
    script: fc.record({
      results: fc.dictionary(full, verdict, { maxKeys: 6, noNullPrototype: true }),
      records: withRecords ? fc.dictionary(full, old, { maxKeys: 8, noNullPrototype: true }) : fc.constant({}),
      lateItems: fc.dictionary(fc.constantFrom(...names), somePaths, { noNullPrototype: true }),
      slots: fc.integer({ min: 1, max: 4 }),
      jobgroups: fc.constantFrom({}, { g: 1 }),
      options: fc.record({ rerun: fc.constantFrom([], ["FAIL"], ["FAIL", "PREQ_FAIL"]), force: fc.boolean() }),
    }),
  });
}

/** A run that goes its way in any order: `choices` says at each step which effect is carried out or which test ends. */
class Play {
  readonly simulator: Simulator;
  /** Tests whose late list was made. */
  readonly expanded = new Set<string>();
  /** What the other runner has launched. */
  readonly rival: string[] = [];
  readonly #scene: Scene;
  /** What changed since the queue was told last. */
  readonly #changed = new Set<string>();
  readonly before: ReadonlyMap<string, TestState>;

  constructor(scene: Scene) {
    this.#scene = scene;
    this.simulator = new Simulator(planRun(definitions(scene.texts), { patterns: scene.patterns }), scene.script);
    this.before = new Map(this.simulator.records.map((record) => [fullName(record), record]));
  }

  run(choices: readonly number[], onLaunch: (play: Play, test: TestName) => void = () => {}, rival = false): void {
    const { simulator } = this;
    simulator.start();
    for (let step = 0; step < 500 && !simulator.done; step++) {
      const { outbox, running } = simulator;
      if (rival && (choices[(7 * step) % choices.length] ?? 0) % 3 === 0) this.#rivalTakes(choices[step % choices.length] ?? 0);
      const moves = outbox.length + running.length + (this.#changed.size > 0 ? 1 : 0);
      const choice = moves === 0 ? 0 : (choices[step % choices.length] ?? 0) % moves;
      if (choice < outbox.length) {
        const [effect] = outbox.splice(choice, 1);
        if (effect?.kind === "expand") this.expanded.add(effect.testname);
        if (effect?.kind === "launch") onLaunch(this, effect.record);
        if (effect !== undefined) simulator.perform(effect);
      } else if (choice < outbox.length + running.length) {
        const test = running[choice - outbox.length];
        if (test !== undefined) for (const record of simulator.finish(test)) this.#changed.add(fullName(record));
      } else {
        this.#tellChanges();
        if (moves === 0 && outbox.length === 0) return;
      }
    }
  }

  /** Another runner launches something, which the queue gets to know later. */
  #rivalTakes(choice: number): void {
    const plain = new Set(this.simulator.plan.nodes.filter(({ test }) => test.items.kind === "plain").map(({ test }) => test.testname));
    const free = this.simulator.records.filter(
      ({ testname, item_path, state }) => state === "NOT_STARTED" && (item_path !== "" || plain.has(testname)),
    );
    const taken = free[choice % Math.max(free.length, 1)];
    if (taken === undefined) return;
    this.rival.push(fullName(taken));
    const [own, ...others] = this.simulator.write(taken, { state: "RUNNING", status: "n/a" });
    if (own !== undefined) this.simulator.running.push(own);
    for (const record of [own, ...others]) if (record !== undefined) this.#changed.add(fullName(record));
  }

  #tellChanges(): void {
    const records = [...this.#changed].flatMap((name) => this.simulator.record(name) ?? []);
    this.#changed.clear();
    this.simulator.tell({ kind: "changed", records });
    this.simulator.tellGates();
  }

  itemsOf(node: PlanNode): TestItems {
    return node.test.items.kind === "late" ? { kind: "known", paths: new Set(this.#scene.script.lateItems?.[node.test.testname]) } : node.test.items;
  }

  /** Full names of what the run is to launch or mark of a test, by the records it began with. */
  wanted(node: PlanNode): string[] {
    const { testname } = node.test;
    const items = this.itemsOf(node);
    const selected = items.kind === "known" ? [...items.paths].filter((path) => node.selection.has(path)) : [""];
    return selected
      .map((item_path) => fullName({ testname, item_path }))
      .filter((name) => {
        const record = this.before.get(name);
        // A late list may hold new items, but when its prerequisites fail nobody gets to know them.
        if (record === undefined || record.state === "DELETED") return node.test.items.kind !== "late" || !this.#hadItems(testname);
        return decideLaunch(record, { rerun: [], force: false, ...this.#scene.script.options }).launch;
      });
  }

  #hadItems(testname: string): boolean {
    return [...this.before.values()].some((record) => record.testname === testname && record.item_path !== "" && record.state !== "DELETED");
  }

  get handled(): Set<string> {
    return new Set([...this.simulator.launched, ...this.simulator.marks.map(({ record }) => fullName(record))]);
  }
}

/** Spec 02 § 11.1, by the records alone. */
function isSatisfied(play: Play, test: TestName, node: PlanNode, waiton: PlanNode): boolean {
  const { testname } = waiton.test;
  const records = play.simulator.records.filter((record) => record.testname === testname && record.state !== "DELETED");
  const handled = play.handled;
  const underWay = !handled.has(testname) && play.wanted(waiton).some((name) => !handled.has(name));
  const busy = underWay || records.some(({ state }) => isLive(state));
  const top = records.find(({ item_path }) => item_path === "");
  const tolerant = node.test.modes.has("toplevel");
  const ended = !busy && top !== undefined && isEnded(top.state);
  const settled = !busy && records.every((record) => classify(record) !== "pending");
  const items = records.filter(({ item_path }) => item_path !== "");
  const isReset = !busy && top?.state === "NOT_STARTED" && items.length > 0;
  const itemsOk = isReset && items.every((item) => classify(item) === "ok");
  const itemsEnded = isReset && items.every((item) => classify(item) !== "pending");
  const whole = tolerant ? ended || settled || itemsEnded : (ended && isOk(top.status)) || itemsOk;
  if (!waitsByItem(node.test)) return whole;
  // When its own prerequisites fail, the late list of the waiton is not made.
  const list = play.expanded.has(testname) ? play.itemsOf(waiton) : waiton.test.items;
  const other = counterpart(itemmapFor(node.test.itemmaps, testname), test.item_path, list);
  if (other.kind !== "item") return other.kind === "none" || whole;
  const name = fullName({ testname, item_path: other.item_path });
  const record = records.find(({ item_path }) => item_path === other.item_path);
  const isDropped = waiton.selection.has(other.item_path) && handled.has(testname) && record?.state === "NOT_STARTED";
  if (record === undefined || isDropped) return whole;
  const toCome = play.wanted(waiton).includes(name) && !handled.has(name) && !handled.has(testname);
  return !toCome && !isLive(record.state) && (tolerant ? classify(record) !== "pending" : classify(record) === "ok");
}

const choices = fc.array(fc.nat(), { minLength: 1, maxLength: 40 });

it.each([false, true])("never launches before its prerequisites, nor more than there are slots (old records: %s)", (withRecords) => {
  fc.assert(
    fc.property(sceneOf(withRecords), choices, (scene, order) => {
      new Play(scene).run(order, (play, test) => {
        const { simulator } = play;
        const nodes = new Map(simulator.plan.nodes.map((node) => [node.test.testname, node]));
        const node = nodes.get(test.testname);
        for (const { waiton } of node?.links ?? []) {
          const other = nodes.get(waiton);
          if (node === undefined || other === undefined) throw new Error("not in the plan");
          expect([fullName(test), waiton, isSatisfied(play, test, node, other)]).toEqual([fullName(test), waiton, true]);
        }
        expect(simulator.running.length).toBeLessThan(scene.script.slots ?? 0);
        const limit = scene.script.jobgroups?.["g"] ?? Number.POSITIVE_INFINITY;
        const inGroup = simulator.running.filter(({ testname }) => simulator.jobgroupOf(testname) === "g").length;
        if (node?.test.jobgroup === "g") expect(inGroup).toBeLessThan(limit);
      });
    }),
    { numRuns },
  );
});

it("ends, with every selected item launched or marked exactly once", () => {
  fc.assert(
    fc.property(sceneOf(false), choices, (scene, order) => {
      const play = new Play(scene);
      play.run(order);
      expect(play.simulator.done).toBe(true);
      expect(play.simulator.queue.size).toBe(0);
      const { handled } = play;
      const forgotten = play.simulator.plan.nodes.flatMap((node) =>
        handled.has(node.test.testname) ? [] : play.wanted(node).filter((name) => !handled.has(name)),
      );
      expect(forgotten).toEqual([]);
      expect(handled.size).toBe(play.simulator.launched.length + play.simulator.marks.length);
    }),
    { numRuns },
  );
});

it("ends in spite of old records, unless it waits for one that nobody runs; then giving up ends it", () => {
  fc.assert(
    fc.property(sceneOf(true), choices, (scene, order) => {
      const play = new Play(scene);
      play.run(order);
      if (!play.simulator.done) {
        const wanted = new Set(play.simulator.plan.nodes.flatMap((node) => play.wanted(node)));
        const idle = play.simulator.records.filter((record) => classify(record) === "pending" && !wanted.has(fullName(record)));
        expect(idle.filter(({ item_path }) => item_path !== "")).not.toEqual([]);
        play.simulator.tell({ kind: "give-up" });
        play.simulator.performAll();
      }
      expect(play.simulator.done).toBe(true);
    }),
    { numRuns },
  );
});

it("launches the same tests in whatever order they end", () => {
  fc.assert(
    fc.property(sceneOf(false), choices, choices, (scene, one, other) => {
      const launched = [one, other].map((order) => {
        const play = new Play(scene);
        play.run(order);
        return play.simulator.launched.toSorted();
      });
      expect(launched[0]).toEqual(launched[1]);
    }),
    { numRuns },
  );
});

it("two runners launch nothing twice, and both come to an end", () => {
  fc.assert(
    fc.property(sceneOf(false), choices, (scene, order) => {
      // INCOMPLETE asks for another launch.
      const results = Object.fromEntries(Object.entries(scene.script.results ?? {}).filter(([, verdict]) => verdict !== "INCOMPLETE/KILLED"));
      const play = new Play({ ...scene, script: { ...scene.script, results, options: {} } });
      play.run(order, undefined, true);
      const launched = [...play.simulator.launched, ...play.rival];
      expect(launched.toSorted()).toEqual([...new Set(launched)].toSorted());
      expect(play.simulator.done).toBe(true);
    }),
    { numRuns },
  );
});
