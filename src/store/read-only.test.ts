import { copyFileSync, existsSync } from "node:fs";
import { expect, it } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import { Connection } from "./connection.js";
import { openAreaForReading } from "./read-only.js";

it("undoes half a transaction of a process that was killed", async () => {
  const area = temporaryArea();
  const records = area.open();
  const runId = await records.registerRun({ target: ["x", "1"], runname: "r1", owner: "ann" });
  await records.registerTests(
    runId,
    Array.from({ length: 2000 }, (_, index) => ({ testname: "t", item_path: String(index) })),
  );
  await records.close();
  const { areaFile } = area.place;
  const halfDone = `${areaFile}.killed`;
  const writer = new Connection(areaFile, { busyTimeoutMs: 1000 });
  try {
    writer.transaction("BEGIN IMMEDIATE", () => {
      // Too much for the memory: it goes into the file before the transaction has ended.
      writer.exec("PRAGMA cache_size = 5; UPDATE tests SET state = 'LOST'");
      copyFileSync(areaFile, halfDone);
      copyFileSync(`${areaFile}-journal`, `${halfDone}-journal`);
    });
  } finally {
    writer.close();
  }
  const reader = openAreaForReading(halfDone, 1000);
  try {
    expect(reader.get("SELECT count(*) AS lost FROM tests WHERE state = 'LOST'")).toEqual({ lost: 0 });
    expect(existsSync(`${halfDone}-journal`)).toBe(false);
  } finally {
    reader.close();
  }
});
