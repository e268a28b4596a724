import type { IncomingMessage, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { ApiProblem } from "../../view/index.js";
import type { Answer } from "../queries/messages.js";
import { type Refused, statusOf } from "../refused.js";

/** Of every answer. */
const everywhere = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
};

/** Less is not worth packing. */
const packedBytes = 1024;
const pack = promisify(gzip);

/** Sends an answer that is not kept by the browser but may be known to be unchanged. */
export async function sendAnswer(request: IncomingMessage, response: ServerResponse, { status, headers, body }: Answer): Promise<void> {
  const all = { ...everywhere, "cache-control": "no-store", vary: "accept-encoding", ...headers };
  if (headers["etag"] !== undefined && isKnown(request, headers["etag"])) {
    response.writeHead(304, all).end();
    return;
  }
  const isPacked = status === 200 && body.length >= packedBytes && isText(headers["content-type"]) && takesGzip(request);
  const sent = isPacked ? await pack(body, { level: 4 }) : body;
  response.writeHead(status, { ...all, ...(isPacked && { "content-encoding": "gzip" }), "content-length": sent.length });
  response.end(request.method === "HEAD" ? undefined : sent);
}

export function sendJson(request: IncomingMessage, response: ServerResponse, value: unknown, status = 200): Promise<void> {
  return sendAnswer(request, response, {
    status,
    headers: { "content-type": "application/json; charset=utf-8" },
    body: new TextEncoder().encode(JSON.stringify(value)),
  });
}

export function sendRefusal(request: IncomingMessage, response: ServerResponse, { code, message, detail, status }: Refused): Promise<void> {
  const problem: ApiProblem = { error: { code, message, ...(detail !== undefined && { detail }) } };
  // What the client still sends is not kept; who reads nothing of it breaks the connection off before the answer is there.
  request.resume();
  if (code === "unauthorized") response.setHeader("www-authenticate", "Bearer");
  return sendJson(request, response, problem, status ?? statusOf[code]);
}

export function redirect(response: ServerResponse, location: string): void {
  response.writeHead(302, { ...everywhere, "cache-control": "no-store", location, "content-length": 0 }).end();
}

const isText = (type = "") => type.startsWith("text/") || /^(application\/(json|javascript)|image\/svg\+xml)/.test(type);

function takesGzip({ headers }: IncomingMessage): boolean {
  return /(^|,)\s*gzip\s*(,|;(?!\s*q=0(\.0*)?\s*(,|$))|$)/.test(String(headers["accept-encoding"] ?? ""));
}

/** Weak or strong: a packed body is the same answer. */
function isKnown({ headers }: IncomingMessage, etag: string): boolean {
  const known = headers["if-none-match"] ?? "";
  return known.split(",").some((one) => one.trim().replace(/^W\//, "") === etag);
}
