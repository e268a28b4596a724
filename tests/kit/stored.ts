import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { silentLog } from "../../src/base/index.js";
import type { TestName, TestRecord } from "../../src/model/index.js";
import { openRecords, type Records } from "../../src/store/index.js";

/** Records of an area that has none yet, in files of their own. */
export function emptyRecords(toppath: string): { records: Records; remove: () => Promise<void> } {
  const cacheRoot = mkdtempSync(join(tmpdir(), "live-"));
  const keys = [
    { name: "SYS", type: "TEXT" },
    { name: "RELEASE", type: "TEXT" },
  ];
  const records = openRecords({ toppath, areaName: "area", cacheRoot, keys, log: silentLog, version: "1.6590-test" });
  const remove = async () => {
    await records.close();
    rmSync(cacheRoot, { recursive: true });
  };
  return { records, remove };
}

/** A run with tests (`name` or `name/item`) that are COMPLETED with the given status. */
export async function addRun(
  records: Records,
  target: string,
  runname: string,
  verdicts: Readonly<Record<string, string>> = {},
): Promise<TestRecord[]> {
  const runId = await records.registerRun({ target: target.split("/"), runname, owner: "ann" });
  const names = Object.keys(verdicts).map((name): TestName => {
    const [testname = "", ...item] = name.split("/");
    return { testname, item_path: item.join("/") };
  });
  const tests = await records.registerTests(runId, names);
  await records.setVerdicts(tests.map((test, index) => ({ id: test.id, state: "COMPLETED", status: Object.values(verdicts)[index] ?? "PASS" })));
  return tests;
}
