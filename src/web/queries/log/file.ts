import * as z from "zod/mini";
import { kindOf } from "../../files/kinds.js";
import { readAt } from "../../files/logs/indexed-log.js";
import { byteRange } from "../../files/range.js";
import type { OpenFile } from "../../files/roots.js";
import { Refused } from "../../refused.js";
import { type Asker, Bytes, query } from "../query.js";
import { logRef, withLog } from "./open-log.js";

/** In one answer; spec 06 § 19. A longer range is answered with its beginning. */
const mostBytes = 2_000_000;
const kindSample = 8192;

/** Bytes of a file, with `Range` and `If-Range`. Spec 06 § 25.2 */
export const testFile = query(
  z.object(logRef),
  (reader, ref, asker): Promise<Bytes> => withLog(reader, ref, asker, (open) => bytesOf(open, ref.f, asker)),
);

async function bytesOf({ file, stats }: OpenFile, name: string, { range, ifRange }: Asker): Promise<Bytes> {
  const { size, ino, mtimeMs } = stats;
  const etag = `"${ino}-${size}-${mtimeMs}"`;
  const asked = ifRange === undefined || ifRange === etag ? byteRange(range, size) : "all";
  const { type } = kindOf(name, await readAt(file, 0, Math.min(kindSample, size)));
  const headers = { "content-type": type, "x-content-type-options": "nosniff", "accept-ranges": "bytes", etag };
  if (asked === "beyond") return new Bytes(new Uint8Array(), { ...headers, "content-range": `bytes */${size}` }, 416);
  if (asked === "all") {
    if (size > mostBytes) throw new Refused("too-large", `${name} has ${size} bytes: ask for parts with Range, or for a ticket`);
    return new Bytes(new Uint8Array(await readAt(file, 0, size)), headers);
  }
  const bytes = await readAt(file, asked.first, Math.min(asked.last - asked.first + 1, mostBytes));
  return new Bytes(new Uint8Array(bytes), { ...headers, "content-range": `bytes ${asked.first}-${asked.first + bytes.length - 1}/${size}` }, 206);
}
