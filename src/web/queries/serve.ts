import { createHash } from "node:crypto";
import type { MessagePort } from "node:worker_threads";
import { messageOf } from "../../base/index.js";
import { Watch } from "../live/watch.js";
import { internalError, Refused, refusedOf } from "../refused.js";
import { queries } from "./catalog.js";
import type { Answer, Order, Report } from "./messages.js";
import { Bytes, type Given, type Query } from "./query.js";
import type { Reader } from "./reader.js";

/** Bytes that one answer holds at most; spec 06 § 19. */
const maximumBytes = 2 * 1024 * 1024;

/** Answers what the main thread asks, until it ends the thread. */
export function serveQueries(port: MessagePort, reader: Reader): void {
  const asked = new Map<number, AbortController>();
  const send = (report: Report) => port.postMessage(report);
  const watch = new Watch(reader.columns, (events) => send({ kind: "events", events }), watchFailed(reader));
  reader.options.merged?.onProblem(() => send({ kind: "events", events: [{ kind: "areas", areas: reader.areas }] }));
  port.on("message", (order: Order) => {
    if (order.kind === "watch") return watch.every(order.periodMs);
    if (order.kind === "cancel") {
      asked.get(order.id)?.abort();
      return send({ kind: "alive" });
    }
    const abort = new AbortController();
    asked.set(order.id, abort);
    void carryOut(reader, order, abort.signal).then((report) => {
      asked.delete(order.id);
      port.postMessage(report, report.kind === "answer" ? [report.answer.body.buffer] : []);
    });
  });
  send({ kind: "ready" });
}

/** Looking goes on: most of what can go wrong passes. The same thing is said once. */
function watchFailed({ log }: Reader): (error: unknown) => void {
  let said = "";
  return (error) => {
    const text = messageOf(error);
    if (text !== said) log.warn(`changes of the records cannot be read: ${text}`);
    said = text;
  };
}

async function carryOut(reader: Reader, { id, name, given, asker }: Extract<Order, { kind: "ask" }>, signal: AbortSignal): Promise<Report> {
  try {
    const { query, named } = find(name);
    return { kind: "answer", id, answer: answerOf(await query.answer(reader, reader.named({ ...given, ...named }), { ...asker, signal })) };
  } catch (error) {
    const { code, message, detail, status } = refusedOf(error) ?? bug(reader, name, error);
    return { kind: "refused", id, code, message, detail, status };
  }
}

/** The query of a path, and what stands for `:id` in it. */
function find(name: string): { readonly query: Query<unknown>; readonly named: Given } {
  if (Object.hasOwn(queries, name)) return { query: queries[name as keyof typeof queries], named: {} };
  const [first = "", id = "", ...rest] = name.split("/");
  const general = [first, ":id", ...rest].join("/");
  if (id !== "" && Object.hasOwn(queries, general)) return { query: queries[general as keyof typeof queries], named: { id: decodeURIComponent(id) } };
  throw new Refused("not-found", `there is nothing to ask by the name of ${name.slice(0, 100)}`);
}

function answerOf(result: unknown): Answer {
  if (result instanceof Bytes) return { ...result, body: ownBuffer(result.body) };
  const body = new TextEncoder().encode(JSON.stringify(result));
  if (body.length > maximumBytes) throw new Refused("too-large", "the answer would be too large: ask for a smaller part");
  const etag = `"${createHash("sha1").update(body).digest("base64url")}"`;
  return { status: 200, headers: { "content-type": "application/json; charset=utf-8", etag }, body };
}

/** What is handed over to the main thread must not be a part of something that others use. */
function ownBuffer(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : new Uint8Array(bytes);
}

function bug({ log }: Reader, name: string, error: unknown): Refused {
  log.error(`internal error in query ${name}: ${error instanceof Error ? error.stack : String(error)}`);
  return internalError("the dashboard");
}
