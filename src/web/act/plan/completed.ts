import * as z from "zod/mini";
import type { PlanRequest } from "../../../view/index.js";
import type { ActContext } from "../act.js";

const answer = z.object({ completed: z.exactOptional(z.boolean()) });

/** Those of the chosen runs that are completed ones, which commands must restore first: `target/name`. Spec 06 § 34 */
export async function completedRuns({ fullDb, queries }: ActContext, { action, objects }: PlanRequest): Promise<string[]> {
  if (!fullDb || action === "restore") return [];
  const runs: string[] = [];
  for (const { a, t, r } of objects) {
    const asker = { level: "view" as const, signal: new AbortController().signal };
    const { body } = await queries.ask("run", { t, r, ...(a !== undefined && { a }) }, asker);
    if (answer.parse(JSON.parse(new TextDecoder().decode(body))).completed === true) runs.push(`${t}/${r}`);
  }
  return runs;
}
