import * as z from "zod/mini";
import type { LogMarks } from "../../../view/index.js";
import { noMarks, pageOf, readMarks } from "../../files/logs/marks/marks.js";
import { Refused } from "../../refused.js";
import { query } from "../query.js";
import { logRef, withLog } from "./open-log.js";

/** What log rules say about the lines of a step's log. Spec 06 § 25.8 */
export const testMarks = query(z.object(logRef), (reader, ref, asker): Promise<LogMarks> => {
  const path = pageOf(ref.f);
  if (path === undefined) return Promise.resolve(noMarks("", ""));
  return withLog(reader, ref, asker, (open) =>
    reader.logs.read(open, async (readable) => {
      await readable.log.look(readable.file, () => false);
      try {
        return await withLog(reader, { ...ref, f: path }, asker, ({ file }) => readMarks(readable, file, path));
      } catch (error) {
        if (error instanceof Refused && error.code === "not-found") return noMarks("", "");
        throw error;
      }
    }),
  );
});
