import type { TestMeta } from "../model/index.js";
import type { Records } from "../store/index.js";
import { type DiscoveredTest, metaOf } from "./definitions.js";

const fields = ["author", "owner", "description", "reviewed", "tags", "jobgroup"] as const;

/**
 * Copies `[test_meta]` of every test to the records, where it changed.
 *
 * @param onUpdate told of each changed field
 * @see spec 02 § 2 step 12
 */
export async function updateTestMeta(
  records: Records,
  tests: ReadonlyMap<string, DiscoveredTest>,
  onUpdate: (testname: string, field: keyof TestMeta, value: string) => void,
): Promise<void> {
  const stored = new Map((await records.testMeta()).map((meta) => [meta.testname, meta]));
  for (const [testname, { testconfig }] of tests) {
    const meta = metaOf(testname, testconfig);
    const before = stored.get(testname);
    const changed = fields.filter((field) => testconfig.lookup("test_meta", field) !== undefined && meta[field] !== (before?.[field] ?? ""));
    if (before !== undefined && changed.length === 0) continue;
    for (const field of changed) onUpdate(testname, field, meta[field]);
    await records.setTestMeta(meta);
  }
}
