import { openCompletedRecords, type Records } from "../store/index.js";
import type { Context } from "./context.js";

/** Works on the completed runs of the area; undefined when it has none. */
export async function withCompleted<T>(context: Context, work: (completed: Records) => Promise<T>): Promise<T | undefined> {
  const { toppath, log } = await context.area();
  const completed = openCompletedRecords({ toppath, log });
  try {
    return completed === undefined ? undefined : await work(completed);
  } finally {
    await completed?.close();
  }
}
