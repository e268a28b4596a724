import type { IncomingMessage } from "node:http";
import { Refused } from "../refused.js";

/** Spec 06 § 33.10 */
const maximumBytes = 1024 * 1024;

/**
 * The JSON that a request brings.
 *
 * @throws Refused `bad-request` when it is none, `too-large`
 * @see spec 06 § 33.2
 */
export async function jsonBody(request: IncomingMessage): Promise<unknown> {
  // A form or a plain text could come from the page of another site, without its browser asking us first.
  if (!/^application\/json\s*(;|$)/i.test(request.headers["content-type"] ?? "")) {
    throw new Refused("bad-request", "a request that changes something needs the header Content-Type: application/json");
  }
  const text = (await bytesOf(request)).toString("utf8");
  try {
    return JSON.parse(text);
  } catch {
    throw new Refused("bad-request", "the body of the request is no JSON");
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const tooLarge = new Refused("too-large", `the body of a request may have ${maximumBytes} bytes`);
  if (Number(request.headers["content-length"] ?? 0) > maximumBytes) throw tooLarge;
  const parts: Buffer[] = [];
  let length = 0;
  // The connection stays, for the answer.
  for await (const part of request.iterator({ destroyOnReturn: false })) {
    if (!Buffer.isBuffer(part)) continue;
    length += part.length;
    if (length > maximumBytes) throw tooLarge;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
