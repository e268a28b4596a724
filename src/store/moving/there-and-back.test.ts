import fc from "fast-check";
import { expect, it } from "vitest";
import { expectEqual, moveRuns, type OpenArea, openArea } from "../../../tests/kit/moving-runs.js";
import { keyNames, quoted } from "../schema.js";
import { digestOf } from "./digest.js";
import { schemaColumns } from "./run-tables.js";

const text = fc.oneof(
  fc.string({ unit: "grapheme", maxLength: 8 }),
  fc.constantFrom("", "n/a", "it's", '"', "\n", "\\", "a,b", "\u001f", "null", "0"),
);
const value = fc.oneof(text, fc.integer(), fc.double({ noNaN: true }), fc.constant(null), fc.constant(Number.POSITIVE_INFINITY));
const bytes = fc.uint8Array({ maxLength: 4 }).map((array) => Buffer.from(array));
const anything = fc.oneof({ weight: 20, arbitrary: value }, { weight: 1, arbitrary: bytes });

const row = (table: string, but: readonly string[]) => fc.record(Object.fromEntries(schemaColumns(table, but).map((column) => [column, anything])));

const test = fc.record({
  columns: row("tests", ["run_id", "testname", "item_path", "state", "archived"]),
  name: fc.tuple(fc.constantFrom("a", "b", "c%", "ä"), fc.constantFrom("", "i/1", "i/10", "i/2", "it's")),
  state: fc.constantFrom("COMPLETED", "NOT_STARTED", "DELETED", ""),
  archived: fc.constantFrom(0, 0, 0, 1, 2, 77, -5),
  steps: fc.uniqueArray(
    fc.tuple(fc.constantFrom("s", "t", ""), fc.constantFrom("start", "end"), row("test_steps", ["test_id", "stepname", "state"])),
    {
      maxLength: 3,
      selector: ([step, state]) => `${step}/${state}`,
    },
  ),
  data: fc.array(row("test_data", ["test_id", "category", "variable"]), { maxLength: 2 }),
  samples: fc.integer({ min: 0, max: 2 }),
});
const run = fc.uniqueArray(test, { maxLength: 8, selector: ({ name }) => name.join("/") });

type Test = typeof test extends fc.Arbitrary<infer T> ? T : never;
type Row = Readonly<Record<string, string | number | Buffer | null>>;

/** Puts the rows into the live database, past all that is checked elsewhere; returns the id of the run. */
function put({ moves: { home } }: OpenArea, runname: string, tests: readonly Test[]): Promise<number> {
  return home.writeLive((live) => {
    const insert = (table: string, columns: Row) => {
      const names = Object.keys(columns);
      return live.insert(
        `INSERT INTO ${table} (${names.map(quoted).join(", ")}) VALUES (${names.map(() => "?").join(", ")})`,
        ...Object.values(columns),
      );
    };
    const runId = insert("runs", { SYS: "x", RELEASE: "1", runname, state: "new" });
    insert("run_stats", { run_id: runId, state: "COMPLETED", status: "PASS", count: 3 });
    for (const { columns, name, state, archived, steps, data, samples } of tests) {
      const testId = insert("tests", { ...columns, run_id: runId, testname: name[0], item_path: name[1], state, archived });
      for (const [stepname, stepState, step] of steps) insert("test_steps", { ...step, test_id: testId, stepname, state: stepState });
      for (const [index, datum] of data.entries()) insert("test_data", { ...datum, test_id: testId, category: "c", variable: `v${index}` });
      for (let sample = 0; sample < samples; sample++) insert("test_rundat", { test_id: testId, cpuload: sample });
    }
    return runId;
  });
}

/** Every row of a run, but ids and times, in the order of the ids. A block that is not known comes as a negative number. */
function rowsOf({ moves: { home }, area }: OpenArea, runId: number) {
  const query = (table: string, where: string, but: readonly string[]) =>
    area.query(area.place.liveFile, `SELECT ${schemaColumns(table, but).map(quoted).join(", ")} FROM ${table} WHERE ${where} ORDER BY id`);
  const tests = `SELECT id FROM tests WHERE run_id = ${runId} AND state IS NOT 'DELETED'`;
  return {
    tests: query("tests", `id IN (${tests})`, ["run_id", "last_update", "archived"]),
    blocks: area.query(
      area.place.liveFile,
      `SELECT b.disk_path, iif(b.id IS NULL, -abs(archived), 0) AS lost FROM tests t LEFT JOIN archive_blocks b ON b.id = t.archived WHERE t.id IN (${tests}) ORDER BY t.id`,
    ),
    steps: query("test_steps", `test_id IN (${tests})`, ["test_id", "last_update"]),
    data: query("test_data", `test_id IN (${tests})`, ["test_id", "last_update"]),
    samples: query("test_rundat", `test_id IN (${tests})`, ["test_id"]),
    stats: query("run_stats", `run_id = ${runId}`, ["run_id", "last_update"]),
    digest: digestOf(home.live, runId, keyNames(home.live)),
  };
}

it("04-35, 04-55: runs moved there and back are what they were, whatever they hold", async () => {
  const [area, other] = [await openArea(), await openArea()];
  for (const {
    area: { execute, place },
  } of [area, other]) {
    execute(place.liveFile, "INSERT INTO archive_disks (id, disk_path) VALUES (1, '/d')");
  }
  area.area.execute(area.area.place.liveFile, "INSERT INTO archive_blocks (id, archive_disk_id, disk_path) VALUES (1, 1, '/d/1'), (2, 1, '/d/2')");
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(run, run, fc.boolean(), async (tests, others, isReduced) => {
      const runId = await put(area, `r${runs++}`, tests);
      await put(isReduced ? area : other, `other${runs++}`, others);
      const before = rowsOf(area, runId);
      if (isReduced) {
        await moveRuns(area, "reduce", [runId]);
        expect(await moveRuns(area, "restore", [runId])).toEqual([runId]);
        expect(rowsOf(area, runId)).toEqual(before);
      } else {
        const [there = 0] = await moveRuns(area, "move", [runId], other);
        expect(rowsOf(other, there)).toEqual(before);
        const [back = 0] = await moveRuns(other, "move", [there], area);
        expect(rowsOf(area, back)).toEqual(before);
      }
    }),
    { numRuns: 15 },
  );
  for (const each of [area, other]) {
    await each.records.sync({ full: true });
    expectEqual(each);
  }
}, 20_000);
