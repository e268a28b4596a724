import * as z from "zod/mini";
import type { LogRef } from "../../../view/index.js";
import { holdsVariables } from "../../files/kinds.js";
import { type OpenFile, openShown, placeOfTest } from "../../files/roots.js";
import { Refused } from "../../refused.js";
import { testRef } from "../params.js";
import type { Asker } from "../query.js";
import type { Reader } from "../reader.js";

/** Which file of which test: the test, and `f` below its run directory. */
export const logRef = { ...testRef, f: z.string() };

/** A switch of the address: `1` is on. */
export const toggle = z.pipe(
  z._default(z.enum(["0", "1"]), "0"),
  z.transform((value) => value === "1"),
);

/**
 * Opens a file of a test; whoever gets it closes it.
 *
 * @throws Refused as `openShown`; `forbidden` for a file that holds values which the asker must not see
 */
export async function openLog(reader: Reader, { f, ...ref }: LogRef, { level }: Pick<Asker, "level">): Promise<OpenFile> {
  const { run, test } = await reader.test(ref);
  const open = await openShown(placeOfTest(reader.home(run).area, test), f);
  if (level !== "admin" && (holdsVariables(f) || holdsVariables(open.path))) {
    await open.file.close();
    throw new Refused("forbidden", `${f} holds the values of variables, some of which are masked; see the tab env of the test`);
  }
  return open;
}

/** Opens a file of a test for as long as something works with it. */
export async function withLog<T>(reader: Reader, ref: LogRef, asker: Pick<Asker, "level">, work: (open: OpenFile) => Promise<T>): Promise<T> {
  const open = await openLog(reader, ref, asker);
  try {
    return await work(open);
  } finally {
    await open.file.close();
  }
}
