import type { Refusal, WireError } from "../rpc/index.js";
import { jsonText } from "../rpc/index.js";

/** What a handler is asked. */
export interface ServerRequest {
  readonly path: string;
  /** The whole body, as text. */
  readonly body: string;
}

export interface ServerReply {
  readonly status: number;
  readonly type: "application/json" | "text/plain; charset=utf-8";
  readonly body: string;
}

/** One thing that a server can be asked for. */
export interface Route {
  readonly method: "GET" | "POST";
  readonly path: string;
  /** Whether also those may ask who do not know the token of the area. */
  readonly isOpen: boolean;
  readonly handle: (request: ServerRequest) => Promise<ServerReply> | ServerReply;
}

export function textReply(body: string): ServerReply {
  return { status: 200, type: "text/plain; charset=utf-8", body };
}

export function jsonReply(value: unknown, status = 200): ServerReply {
  return { status, type: "application/json", body: jsonText(value) };
}

/** Says no, in the form in which clients expect it. */
export function refusal(status: number, err: WireError, msg: string): ServerReply {
  const refused: Refusal = { ok: false, err, msg };
  return jsonReply(refused, status);
}
