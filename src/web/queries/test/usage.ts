import type { TestRecord } from "../../../model/index.js";
import type { UsageRow } from "../../../view/index.js";
import type { Reader } from "../reader.js";

/** Enough for a curve. */
const mostSamples = 300;

/** What the monitor of a test has seen; of many samples every so many, and the last. */
export async function usageOf({ records }: Reader, test: TestRecord): Promise<UsageRow[]> {
  const samples = await records.usage(test.id);
  const every = Math.ceil(samples.length / mostSamples);
  return samples.filter((_, index) => index % every === 0 || index === samples.length - 1);
}
