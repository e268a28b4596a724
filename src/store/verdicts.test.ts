import fc from "fast-check";
import { expect, it } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { rollUp, type Verdict } from "../model/index.js";
import type { Records } from "./records.js";

const states = ["NOT_STARTED", "LAUNCHED", "RUNNING", "COMPLETED", "KILLED", "REMOVING", "INCOMPLETE"];
const statuses = ["n/a", "PASS", "FAIL", "WARN", "PREQ_FAIL", "KILLED", "TEN_STRIKES"];
const items = ["i0", "i1", "i2", "i3"];

const verdict = fc.record({ state: fc.constantFrom(...states), status: fc.constantFrom(...statuses) });
const item = fc.integer({ min: 0, max: items.length - 1 });
const action = fc.oneof(
  fc.record({ kind: fc.constant("set" as const), item, verdict }),
  fc.record({ kind: fc.constant("many" as const), item, verdict }),
  fc.record({ kind: fc.constant("delete" as const), item, verdict }),
  fc.record({ kind: fc.constant("register" as const), item, verdict }),
);

/** The verdicts of all items, looked at one by one. */
async function plainRollUp(records: Records, ids: readonly number[]): Promise<Verdict> {
  const tests = await Promise.all(ids.map((id) => records.test(id)));
  return rollUp(tests.filter((test) => test !== undefined));
}

it("02-59: the roll-up kept by counts is the roll-up of all items, whatever happens to them", async () => {
  const records = temporaryArea().open();
  let runs = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(action, { maxLength: 12 }), async (actions) => {
      const runId = await records.registerRun({ target: ["x", "1"], runname: `r${runs++}`, owner: "ann" });
      const names = ["", ...items].map((item_path) => ({ testname: "a", item_path }));
      const [top, ...ids] = (await records.registerTests(runId, names)).map((test) => test.id);
      for (const { kind, item: index, verdict: wanted } of actions) {
        const id = ids[index] ?? -1;
        if (kind === "register") await records.registerTests(runId, names.slice(index));
        else if (kind === "delete") await records.deleteTests([id]);
        else if (kind === "set") await records.setVerdict(id, wanted);
        else await records.setVerdicts([{ id, ...wanted }, ...ids.slice(0, index).map((other) => ({ id: other, ...wanted }))]);
        const topLevel = await records.test(top ?? -1);
        if (kind === "register" || topLevel?.state === "DELETED") continue;
        expect({ state: topLevel?.state, status: topLevel?.status }).toEqual(await plainRollUp(records, ids));
        const there = await Promise.all(ids.map(async (each) => (await records.test(each))?.state !== "DELETED"));
        expect(await records.itemCount(runId, "a")).toBe(there.filter(Boolean).length);
      }
    }),
    { numRuns: 60 },
  );
  await records.close();
});
