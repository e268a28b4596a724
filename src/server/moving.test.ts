import { expect, it } from "vitest";
import { addRun, copy, count, expectEqual, leave, openArea } from "../../tests/kit/moving-runs.js";
import { rpcServer } from "../../tests/kit/rpc-server.js";

it("04-35: a run moves to an area whose records are on another host, through the server there", async () => {
  const [source, destination] = [await openArea(), await openArea()];
  await addRun(destination, "other");
  const runId = await addRun(source, "r1");
  source.area.execute(source.area.place.liveFile, "UPDATE tests SET cpuload = 9e999, logdat = x'00ff' WHERE id = 2");
  const server = await rpcServer(destination.records, destination.area.toppath);
  const there = { ...destination, records: server.client() };
  expect(await there.records.keys()).toEqual(["SYS", "RELEASE"]);
  const { received, entries } = await copy(source, "move", [runId], there);
  expect(received).toMatchObject([{ outcome: "copied", run_id: 2, digest: entries[0]?.digest, lost_blocks: [] }]);
  await leave(source, entries, there);
  expect((await destination.records.runs({})).map(({ runname }) => runname)).toEqual(["other", "r1"]);
  expect(count(destination, destination.area.place.areaFile, "tests", "cpuload = 9e999 AND logdat = x'00ff'")).toBe(1);
  for (const area of [source, destination]) {
    await area.records.sync({ full: true });
    expectEqual(area);
  }
});

it("04-42: what stands in its way there is told, and what came is taken back", async () => {
  const [source, destination] = [await openArea(), await openArea()];
  const runId = await addRun(source, "r1");
  const server = await rpcServer(destination.records, destination.area.toppath);
  const there = { ...destination, records: server.client() };
  const { entries } = await copy(source, "move", [runId], there);
  await there.records.takeOutRuns(entries.map(({ move_id }) => move_id));
  expect(count(destination, destination.area.place.areaFile, "runs")).toBe(0);
  await addRun(destination, "r1", "FAIL");
  expect((await copy(source, "move", [runId], there)).received).toEqual([{ outcome: "with-other-data" }]);
});
