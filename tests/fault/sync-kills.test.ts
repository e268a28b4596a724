import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { syncedTables } from "../../src/store/live-schema.js";
import type { LocalRecords } from "../../src/store/records.js";
import { killedAt } from "../kit/dying-process.js";
import { type TemporaryArea, temporaryArea } from "../kit/temporary-area.js";

/** An area with a run of six tests, in which this program changes the first three and another one the last three; and what each has reported as done. */
class Scene {
  readonly area: TemporaryArea = temporaryArea();
  readonly tokens: string[] = [];
  readonly comments = new Map<number, string>();
  readonly gone = new Set<string>();
  #records: LocalRecords | undefined;
  #count = 0;

  async begin(): Promise<void> {
    const names = Array.from({ length: 6 }, (_, index) => ({ testname: `t${index}`, item_path: "" }));
    await this.records.registerTests(await this.records.registerRun({ target: ["x", "1"], runname: "r", owner: "ann" }), names);
    // So that no clock says which of two changes is the younger.
    for (const file of [this.area.place.liveFile, this.area.place.areaFile]) this.area.execute(file, "DROP TRIGGER update_tests_trigger");
    await this.records.sync();
  }

  get records(): LocalRecords {
    this.#records ??= this.area.open();
    return this.#records;
  }

  /** Another process goes on where this one was killed. */
  forget(): void {
    this.#records = undefined;
  }

  #token(): string {
    const token = `token${this.#count++}`;
    this.tokens.push(token);
    return token;
  }

  /** Clocks go forward and back. */
  #anyTime(): number {
    return 1_700_000_000 - this.#count;
  }

  /** Rows of their own, under ids that the other side gives out too. */
  async addHere(): Promise<void> {
    const token = this.#token();
    await this.records.setRunLock(1, true, token);
    await this.records.recordStep(1, { stepname: token, state: "end", status: "0" });
  }

  addThere(): void {
    const token = this.#token();
    this.#changeArea(
      `INSERT INTO access_log (user) VALUES ('${token}'); INSERT INTO test_steps (test_id, stepname, state) VALUES (4, '${token}', 'end')`,
    );
  }

  async changeHere(test: number, records: LocalRecords = this.records): Promise<void> {
    const comment = `here${this.#count++}`;
    await records.setTestFields(test, { comment });
    this.area.execute(this.area.place.liveFile, `UPDATE tests SET last_update = ${this.#anyTime()} WHERE id = ${test}`);
    this.comments.set(test, comment);
  }

  changeThere(test: number): void {
    const comment = `there${this.#count++}`;
    this.#changeArea(`UPDATE tests SET comment = '${comment}', last_update = ${this.#anyTime()} WHERE id = ${test + 3}`);
    this.comments.set(test + 3, comment);
  }

  /** Takes the oldest step away that this side can know. */
  dropThere(): void {
    const [oldest] = this.area.query(this.area.place.areaFile, "SELECT id, stepname FROM test_steps WHERE test_id = 4 ORDER BY id LIMIT 1");
    if (oldest === undefined) return;
    this.#changeArea(`DELETE FROM test_steps WHERE id = ${oldest["id"]}`);
    this.gone.add(String(oldest["stepname"]));
  }

  #changeArea(sql: string): void {
    this.area.execute(this.area.place.areaFile, sql);
  }

  /** After a last sync everything that was reported as done is in all three, once. */
  async expectAll(): Promise<void> {
    await this.records.sync({ full: true });
    const { place, query } = this.area;
    for (const table of syncedTables) {
      const [area, live, reference] = [place.areaFile, place.liveFile, place.referenceFile].map((file) =>
        query(file, `SELECT * FROM ${table} ORDER BY id`),
      );
      expect(area, table).toEqual(live);
      expect(reference, table).toEqual(live);
    }
    const column = (sql: string) =>
      query(place.areaFile, sql)
        .map((row) => String(Object.values(row)[0]))
        .sort();
    expect(column("SELECT user FROM access_log")).toEqual([...this.tokens].sort());
    expect(column("SELECT stepname FROM test_steps")).toEqual(this.tokens.filter((token) => !this.gone.has(token)).sort());
    await this.expectComments();
    await this.records.close();
  }

  async expectComments(): Promise<void> {
    await this.records.sync();
    const comments = new Map((await this.records.tests(1, {})).map((test) => [test.id, test.comment]));
    for (const [id, comment] of this.comments) expect(comments.get(id), `test ${id}`).toBe(comment);
  }
}

const test = fc.integer({ min: 1, max: 3 });
const step = fc.oneof(
  fc.record({ kind: fc.constantFrom("add here", "add there", "drop there", "sync") }),
  fc.record({ kind: fc.constantFrom("change here", "change there"), test }),
  fc.record({ kind: fc.constant("killed sync"), statement: fc.integer({ min: 0, max: 250 }), when: fc.constantFrom("before", "after") }),
);

/** What was taken over by a sync that was killed then is changed there again, by a clock that went back. */
const takenOverThenChanged = [
  { kind: "change there" as const, test: 3 },
  { kind: "killed sync" as const, statement: 238, when: "before" as const },
  { kind: "change there" as const, test: 3 },
];

async function play(scene: Scene, step: { kind: string; test?: number; statement?: number; when?: string }): Promise<void> {
  const { kind, test = 1, statement = 0, when } = step;
  if (kind === "add here") await scene.addHere();
  else if (kind === "add there") scene.addThere();
  else if (kind === "drop there") scene.dropThere();
  else if (kind === "change here") await scene.changeHere(test);
  else if (kind === "change there") scene.changeThere(test);
  else if (kind === "sync") await scene.records.sync();
  else if ((await killedAt(statement, when === "before" ? "before" : "after", () => scene.records.sync())) !== undefined) scene.forget();
}

describe("sync", () => {
  it("04-10, 04-11: whatever happens on both sides, and wherever a sync is killed, nothing is lost and nothing is there twice", {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 25 }), async (steps) => {
        const scene = new Scene();
        await scene.begin();
        for (const each of steps) await play(scene, each);
        await scene.expectAll();
      }),
      { numRuns: 40, examples: [[takenOverThenChanged]] },
    );
  });

  it.each(["before", "after"] as const)("04-10: killed %s any of its statements", { timeout: 60_000 }, async (when) => {
    const scene = new Scene();
    await scene.begin();
    let kills = 0;
    const bystander = scene.area.open();
    for (let statement = 0; ; statement++) {
      await scene.addHere();
      await scene.changeHere(1);
      scene.addThere();
      scene.changeThere(2);
      if ((await killedAt(statement, when, () => scene.records.sync())) === undefined) break;
      scene.forget();
      kills++;
      // What the killed sync may have brought over already is changed again, by a clock that went back, before anybody syncs.
      await scene.changeHere(1, bystander);
      if (statement % 2 === 0) scene.changeThere(3);
      if (statement % 3 === 0) scene.changeThere(2);
      await scene.expectComments();
    }
    expect(kills).toBeGreaterThan(50);
    await bystander.close();
    await scene.expectAll();
  });
});
