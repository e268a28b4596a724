import * as z from "zod/mini";
import { Failure, type FailureReason } from "../base/index.js";

/** Raised when a client of before would misunderstand a server of now, or the other way round. */
export const protocolVersion = 1;

/** Where a server takes requests. */
export const rpcPath = "/api";

/** The largest request or answer, in bytes. */
export const maximumBytes = 64 * 1024 * 1024;

/** What went wrong, for programs; the text beside it is for people. Spec 04 § 13. */
export type WireError = "overloaded" | "readonly" | "moved" | "busy" | "bad call" | "error";

/** So that batches and calls keep their order as text, too. */
const counter = z.int().check(z.nonnegative(), z.maximum(999_999_999));

/** A batch of calls: the body of a request. */
export const requestSchema = z.object({
  protocol: z.literal(protocolVersion),
  /** Of the program that asks; random. */
  client: z.string().check(z.regex(/^[\w-]{1,64}$/)),
  /** Growing; sent again it has the same number. */
  batch: counter,
  calls: z.array(z.object({ id: counter, cmd: z.string(), params: z.array(z.unknown()) })),
});

export type RpcRequest = z.infer<typeof requestSchema>;

/** The answer to one call, or to a whole request that was refused. */
const replySchema = z.union([
  z.object({ ok: z.literal(true), res: z.optional(z.unknown()) }),
  z.object({
    ok: z.literal(false),
    err: z.string(),
    msg: z.string(),
    /** Of the Failure that the server's records threw. */
    reason: z.exactOptional(z.string()),
    exitCode: z.exactOptional(z.int()),
  }),
]);

export type Reply = z.infer<typeof replySchema>;
export type Refusal = Extract<Reply, { ok: false }>;

/** The answers to a batch, one for each call, in order; or one refusal of all. */
export const responseSchema = z.union([z.object({ replies: z.array(replySchema) }), replySchema]);

/** JSON text in which also Maps (as their entries) and infinite numbers survive; the schemas bring them back. */
export function jsonText(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) => {
    if (part instanceof Map) return [...part];
    return part === Number.POSITIVE_INFINITY || part === Number.NEGATIVE_INFINITY ? { infinite: part > 0 ? "+" : "-" } : part;
  });
}

const errorOfReason: Partial<Record<FailureReason, WireError>> = { "read-only": "readonly", moved: "moved", busy: "busy" };

/** What a client is told of an error; undefined for a bug, of which strangers learn nothing. */
export function refusalOf(error: unknown): Refusal | undefined {
  if (!(error instanceof Failure)) return undefined;
  const { reason, message, exitCode } = error;
  return { ok: false, err: errorOfReason[reason] ?? "error", msg: message, reason, exitCode };
}

/** The error that a refusal stands for: the server's own Failure again. */
export function errorOf(refusal: Refusal): Error {
  const { reason, msg, exitCode } = refusal;
  return reason === undefined ? new Failure("server", msg) : new Failure(reason as FailureReason, msg, exitCode);
}
