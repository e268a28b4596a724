import * as z from "zod/mini";
import { type LogDiff, parseRef } from "../../../view/index.js";
import { logDiff } from "../../files/logs/diff/log-diff.js";
import { Refused } from "../../refused.js";
import { query } from "../query.js";
import { logRef, toggle, withLog } from "./open-log.js";

const params = z.object({ ...logRef, with: z.string(), times: toggle, hex: toggle, paths: toggle });

/**
 * Compares a file with the one of the same name of the same test in run `with`, as it stands in addresses. `times=1`, `hex=1`, `paths=1`: what differs
 * only in them is equal.
 *
 * @see spec 06 § 25.9
 */
export const testLogDiff = query(params, (reader, { with: other, times, hex, paths, ...ref }, asker): Promise<LogDiff> => {
  const run = parseRef(other, reader.keys.length, reader.hasAreas);
  if (run === undefined) throw new Refused("bad-request", `with: ${other} is no run`);
  return withLog(reader, ref, asker, (left) =>
    withLog(reader, { ...ref, ...run }, asker, (right) =>
      reader.logs.read(left, (a) => reader.logs.read(right, (b) => logDiff(a, b, { times, hex, paths }))),
    ),
  );
});
