import * as z from "zod/mini";
import type { LogWindow } from "../../../view/index.js";
import type { LinesAsked } from "../../files/logs/logs.js";
import { Refused } from "../../refused.js";
import { query } from "../query.js";
import { logRef, toggle, withLog } from "./open-log.js";

/** In one answer. */
const mostLines = 5000;

const number = z.coerce.number().check(z.int(), z.gte(0));
const lineCount = number.check(z.lte(mostLines));

const params = z.object({
  ...logRef,
  raw: toggle,
  from: z.optional(number.check(z.gte(1))),
  count: z._default(lineCount, 500),
  tail: z.optional(lineCount),
  line: z.optional(number.check(z.gte(1))),
  skip: z._default(number, 0),
});

/**
 * Lines of a file: `count` lines `from` a number on; the last `tail` lines; or of one long `line` what follows after `skip` bytes.
 *
 * @see spec 06 § 25.1
 */
export const testLines = query(params, (reader, { raw, from, count, tail, line, skip, ...ref }, asker): Promise<LogWindow> => {
  return withLog(reader, ref, asker, (open) => reader.logs.lines(open, linesAsked({ raw, from, count, tail, line, skip })));
});

function linesAsked({ raw, from, count, tail, line, skip }: Omit<z.infer<typeof params>, keyof typeof logRef>): LinesAsked {
  if (from !== undefined) return { kind: "from", from, count, raw };
  if (tail !== undefined) return { kind: "tail", count: tail, raw };
  if (line !== undefined) return { kind: "more", line, skip, raw };
  throw new Refused("bad-request", "one of from, tail and line is needed");
}
