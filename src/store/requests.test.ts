import { describe, expect, it } from "vitest";
import { temporaryArea } from "../../tests/kit/temporary-area.js";
import type { LocalRecords, RequestId } from "./records.js";

const task = { owner: "ann", target: "x/1", name: "r1", testpatt: "%", params: "host1 4711" };
const add = (records: LocalRecords, request: RequestId) => records.once(request, (of) => of.addTask(task));

describe("requests", () => {
  it("are remembered when the process that did them is gone", async () => {
    const area = temporaryArea();
    const first = area.open();
    const id = await add(first, { client: "c", batch: 3, call: 0 });
    await first.close();
    const second = area.open();
    expect(await add(second, { client: "c", batch: 3, call: 0 })).toBe(id);
    expect(area.query(area.place.liveFile, "SELECT id FROM tasks_queue")).toHaveLength(1);
    await second.close();
  });

  it("that come late, when a later batch was done already, are not done again", async () => {
    const area = temporaryArea();
    const records = area.open();
    await add(records, { client: "c", batch: 8, call: 0 });
    await add(records, { client: "c", batch: 10, call: 3 });
    await expect(add(records, { client: "c", batch: 8, call: 0 })).rejects.toThrow("answered long ago");
    await add(records, { client: "c0", batch: 1, call: 0 });
    await add(records, { client: "b", batch: 1, call: 0 });
    expect(area.query(area.place.liveFile, "SELECT id FROM tasks_queue")).toHaveLength(4);
    await records.close();
  });

  it("are forgotten with the next batch of the client, or when they are old", async () => {
    const area = temporaryArea();
    const records = area.open();
    const ids = () => area.query(area.place.liveFile, "SELECT id FROM requests ORDER BY id").map((row) => row["id"]);
    for (const call of [0, 1]) await add(records, { client: "c", batch: 9, call });
    await add(records, { client: "d", batch: 1, call: 0 });
    await add(records, { client: "c", batch: 10, call: 0 });
    expect(ids()).toEqual(["c/000000010/000000000", "d/000000001/000000000"]);
    area.execute(area.place.liveFile, "UPDATE requests SET at = at - 14401 WHERE id LIKE 'd%'");
    await add(records, { client: "e", batch: 0, call: 0 });
    expect(ids()).toEqual(["c/000000010/000000000", "e/000000000/000000000"]);
    await records.close();
  });
});
