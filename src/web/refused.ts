import { Failure, type FailureReason } from "../base/index.js";
import type { ErrorCode } from "../view/index.js";

/** A request that is answered with an error of spec 06 § 19. */
export class Refused extends Error {
  override readonly name = "Refused";

  /** @param message for people: what is wrong, and how to mend it */
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly detail?: unknown,
    /** HTTP status, where it is not that of the code. */
    readonly status?: number,
  ) {
    super(message);
  }
}

/** What the failures of the program are to a client; of those not named here it is no fault of his. */
const codes: Partial<Readonly<Record<FailureReason, ErrorCode>>> = {
  usage: "bad-request",
  "bad-target": "bad-request",
  "bad-plan": "bad-request",
  "missing-target": "bad-request",
  "missing-runname": "bad-request",
  "missing-testpatt": "bad-request",
  "unknown-target": "not-found",
  "not-found": "not-found",
  "not-available": "forbidden",
  "read-only": "read-only",
  "disk-space": "busy",
  moved: "busy",
  server: "busy",
  busy: "busy",
  io: "busy",
  database: "busy",
  corrupt: "busy",
};

/** What a client is told of something thrown; undefined when it is a bug. */
export function refusedOf(error: unknown): Refused | undefined {
  if (error instanceof Refused) return error;
  if (!(error instanceof Failure)) return undefined;
  return refusedFor(error.reason, error.message);
}

/** The same for a failure of another process of the program. */
export function refusedFor(reason: string, message: string): Refused {
  return new Refused(codes[reason as FailureReason] ?? "bad-request", message);
}

/** Strangers learn nothing of our insides: what was wrong is in the log. */
export function internalError(of: string): Refused {
  return new Refused("busy", `internal error of ${of}: see its log`, undefined, 500);
}

/** The HTTP status of each code. */
export const statusOf: Readonly<Record<ErrorCode, number>> = {
  "bad-request": 400,
  unauthorized: 401,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  moved: 410,
  "read-only": 403,
  busy: 503,
  "too-large": 413,
  gone: 410,
};
