import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import * as z from "zod/mini";
import { errnoOf } from "../../../base/index.js";
import type { Job, JobLog, JobView, Window } from "../../../view/index.js";
import { findJob, jobsOf } from "../../act/jobs/job-file.js";
import { Refused } from "../../refused.js";
import { part, windowOf } from "../params.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";

/** Commands that were started from here, newest first. */
export const jobs = query(z.object(windowOf(100)), ({ area }, window): Window<Job> => part(jobsOf(area.toppath), window));

/** One of them. */
export const job = query(z.object({ id: z.string() }), (reader, { id }): JobView => {
  const { job: found, begun } = jobOf(reader, id);
  return { job: found, request: begun.request };
});

function jobOf({ area }: Reader, id: string) {
  const found = findJob(area.toppath, id);
  if (found === undefined) throw new Refused("not-found", `there is no job ${id}`);
  return found;
}

/** Bytes of one piece. */
const pieceBytes = 256 * 1024;
const place = z.object({ id: z.string(), from: z.optional(z.coerce.number().check(z.int(), z.gte(0))) });

/** A piece of the output of a job: from a byte on, or the end of it. */
export const jobLogPiece = query(place, (reader, { id, from }): JobLog => {
  const {
    job: { log },
  } = jobOf(reader, id);
  try {
    const fd = openSync(log, "r");
    try {
      const { size } = fstatSync(fd);
      const start = Math.min(from ?? Math.max(0, size - pieceBytes), size);
      const bytes = Buffer.alloc(Math.min(size - start, pieceBytes));
      const whole = bytes.subarray(0, wholeLetters(bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, start))));
      return { from: start, until: start + whole.length, size, text: whole.toString("utf8") };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    return { from: 0, until: 0, size: 0, text: "" };
  }
});

/** How many of the bytes do not end within a letter; what is no UTF-8 counts as it is. */
function wholeLetters(bytes: Buffer): number {
  const end = bytes.length;
  for (let back = 1; back <= Math.min(3, end); back++) {
    const byte = bytes[end - back] ?? 0;
    if ((byte & 0xc0) === 0x80) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? end - back : end;
  }
  return end;
}
