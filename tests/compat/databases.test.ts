import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, describe, expect, it } from "vitest";
import { areaMaker } from "../kit/area.js";

const recorded = join(import.meta.dirname, "databases");
const area = areaMaker(afterEach);

/** Rows of all tables that matter, as they are in a file. */
function contents(file: string): Record<string, unknown[]> {
  const copy = join(mkdtempSync(join(tmpdir(), "megatest-db-")), "megatest.db");
  copyFileSync(file, copy);
  const db = new Database(copy, { readonly: true });
  const tables = ["keys", "runs", "tests", "test_steps", "test_data", "test_meta"];
  const rows = Object.fromEntries(tables.map((table) => [table, db.prepare(`SELECT * FROM ${table} ORDER BY id`).all()]));
  db.close();
  rmSync(join(copy, ".."), { recursive: true });
  return rows;
}

/** A listing in json: target → run name → data. */
type Listing = Record<string, Record<string, { data?: Record<string, { state: string; status: string }> }>>;

describe.each(readdirSync(recorded))("megatest.db of 1.65: %s", (name) => {
  const file = join(recorded, name, "megatest.db");

  it("04-2: is listed as it is: every run and test that is not deleted", async () => {
    const made = area({});
    copyFileSync(file, join(made.path, "megatest.db"));
    const { code, stdout, stderr } = await made.megatest(["-list-runs", "%", "-dumpmode", "json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const listed = Object.values(JSON.parse(stdout) as Listing).flatMap((runs) => Object.values(runs));
    const { runs = [], tests = [] } = contents(file) as Record<string, { id: number; run_id: number; state: string }[]>;
    const kept = new Set(runs.filter((run) => run.state !== "deleted").map((run) => run.id));
    expect(listed).toHaveLength(kept.size);
    const visible = tests.filter((test) => kept.has(test.run_id) && test.state !== "DELETED");
    expect(listed.reduce((sum, run) => sum + Object.keys(run.data ?? {}).length, 0)).toBe(visible.length);
  });

  it("keeps every row when more is run in its area", async () => {
    const made = area({ "tests/new/testconfig": "[ezsteps]\ns true\n" });
    copyFileSync(file, join(made.path, "megatest.db"));
    const before = contents(file);
    expect((await made.run("-runname", "after", "-testpatt", "new")).code).toBe(0);
    const after = contents(join(made.path, "megatest.db"));
    for (const [table, rows] of Object.entries(before)) {
      const ids = new Set(rows.map((row) => (row as { id: number }).id));
      expect(
        after[table]?.filter((row) => ids.has((row as { id: number }).id)),
        table,
      ).toEqual(rows);
    }
    expect(made.verdicts("after")).toEqual({ new: "COMPLETED/PASS" });
  });
});
