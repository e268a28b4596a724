import { expect, it } from "vitest";
import { aRun } from "../../../tests/kit/records.js";
import type { ChangedCell, News } from "../../store/index.js";
import { RunSums } from "./run-sums.js";

const cellOf = (runId: number): ChangedCell => [1, "a", "", "COMPLETED", "PASS", 0, 0, "", "", runId];

it("06 § 19: the sums of runs are read once, and again of those that have changed", async () => {
  const asked: number[] = [];
  let version = 1;
  let news: Partial<News> = { gap: true };
  const sums = new RunSums({
    verdictCounts: async ([id = 0]) => {
      asked.push(id);
      const ofRun = { run_id: id, state: "COMPLETED", first_start: 10, last_end: 25 };
      return id === 3
        ? []
        : [
            { ...ofRun, status: "PASS", count: 2 },
            { ...ofRun, status: "FAIL", count: 1, first_start: 5 },
          ];
    },
    wholeRuns: {
      nextCells: () => [],
      dataVersion: () => version,
      newsSince: (mark) => ({ mark: mark + 1, gap: false, tests: [], goneTests: [], runs: [], goneRuns: [], steps: [], data: [], ...news }),
    },
  });
  const runs = [1, 2, 3].map((id) => aRun({ id }));
  const again = async (change: Partial<News>) => {
    version++;
    news = change;
    asked.length = 0;
    await sums.rows(runs);
    return [...asked];
  };
  expect((await sums.rows(runs)).map(({ id, counts, duration }) => ({ id, counts, duration }))).toEqual([
    { id: 1, counts: { pass: 2, fail: 1 }, duration: 20 },
    { id: 2, counts: { pass: 2, fail: 1 }, duration: 20 },
    { id: 3, counts: {}, duration: undefined },
  ]);
  expect(asked).toEqual([1, 2, 3]);
  expect(await again({})).toEqual([]);
  expect(await again({ tests: [cellOf(2)] })).toEqual([2]);
  expect(await again({ goneRuns: [1] })).toEqual([1]);
  expect(await again({ goneTests: [7] })).toEqual([1, 2, 3]);
  expect(await again({ gap: true })).toEqual([1, 2, 3]);
});
