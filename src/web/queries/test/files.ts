import * as z from "zod/mini";
import type { FileList, TestPlace } from "../../../view/index.js";
import { listDirectory } from "../../files/listing.js";
import { placeOfTest } from "../../files/roots.js";
import { testRef } from "../params.js";
import { query } from "../query.js";

/** What is in the run directory, or in the directory `f` below it. Spec 06 § 24 */
export const testFiles = query(z.object({ ...testRef, f: z._default(z.string(), "") }), async (reader, { f, ...ref }): Promise<FileList> => {
  const { run, test } = await reader.test(ref);
  return listDirectory(placeOfTest(reader.home(run).area, test), f);
});

/** Where the run directory is. */
export const testPlace = query(z.object(testRef), async (reader, ref): Promise<TestPlace> => {
  const { test } = await reader.test(ref);
  return { rundir: test.rundir };
});
