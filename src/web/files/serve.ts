import type { IncomingMessage, ServerResponse } from "node:http";
import { pipeline } from "node:stream/promises";
import { errnoOf } from "../../base/index.js";
import { Refused } from "../refused.js";
import { type FileKind, holdsVariables, kindOf } from "./kinds.js";
import { byteRange } from "./range.js";
import { type OpenFile, openShown } from "./roots.js";
import type { TicketHolder } from "./tickets.js";

/** What the area allows to the files of its tests. */
export interface ServeOptions {
  /** `[dashboard] artefact-scripts`: scripts run, still cut off from everything. */
  readonly scripts: boolean;
}

/**
 * Sends a file of a test. Such files are hostile: whatever is in them runs in an origin of its own, without scripts, and reaches nothing but its
 * neighbours below the same ticket.
 *
 * @param path below the run directory
 * @throws Refused before anything is sent
 * @see spec 06 § 33.6
 */
export async function serveFile(
  request: IncomingMessage,
  response: ServerResponse,
  holder: TicketHolder,
  path: string,
  options: ServeOptions,
): Promise<void> {
  const open = await openShown(holder.place, path);
  try {
    if (!holder.secrets && (holdsVariables(path) || holdsVariables(open.path))) {
      throw new Refused("forbidden", "this file holds the values of variables, some of which are masked; see the tab env of the test");
    }
    const kind = kindOf(open.path, await startOf(open));
    const etag = `"${open.stats.ino}-${open.stats.size}-${Math.trunc(open.stats.mtimeMs)}"`;
    const headers = { ...isolation(options), ...contentHeaders(kind, path), ETag: etag, "Accept-Ranges": "bytes" };
    if (request.headers["if-none-match"] === etag) {
      response.writeHead(304, headers).end();
      return;
    }
    const ifRange = request.headers["if-range"];
    const range = ifRange === undefined || ifRange === etag ? byteRange(request.headers.range, open.stats.size) : "all";
    if (range === "beyond") {
      response.writeHead(416, { ...headers, "Content-Range": `bytes */${open.stats.size}` }).end();
      return;
    }
    await send(request, response, open, range, headers);
  } finally {
    await open.file.close();
  }
}

async function startOf({ file }: OpenFile): Promise<Uint8Array> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(8192), 0, 8192, 0);
  return buffer.subarray(0, bytesRead);
}

function isolation({ scripts }: ServeOptions): Record<string, string> {
  const own = "'self' 'unsafe-inline'";
  const policy = [
    scripts ? "sandbox allow-scripts" : "sandbox",
    "default-src 'none'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `style-src ${own}`,
    ...(scripts ? [`script-src ${own}`] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
  ];
  return {
    "Content-Security-Policy": policy.join("; "),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
  };
}

function contentHeaders({ type, inline }: FileKind, path: string): Record<string, string> {
  const name = encodeURIComponent((path.split("/").at(-1) ?? "").replace(/\p{Surrogate}/gu, "_")).replace(
    /['()*]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return { "Content-Type": type, "Content-Disposition": `${inline ? "inline" : "attachment"}; filename*=UTF-8''${name}` };
}

async function send(
  request: IncomingMessage,
  response: ServerResponse,
  { file, stats: { size } }: OpenFile,
  range: { readonly first: number; readonly last: number } | "all",
  headers: Record<string, string>,
): Promise<void> {
  const { first, last } = range === "all" ? { first: 0, last: size - 1 } : range;
  const length = last - first + 1;
  if (range === "all") response.writeHead(200, { ...headers, "Content-Length": length });
  else response.writeHead(206, { ...headers, "Content-Length": length, "Content-Range": `bytes ${first}-${last}/${size}` });
  if (request.method === "HEAD" || length === 0) {
    response.end();
    return;
  }
  try {
    await pipeline(file.createReadStream({ start: first, end: last, autoClose: false }), response);
  } catch (error) {
    // Nobody waits for the rest.
    if (errnoOf(error) !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  }
}
