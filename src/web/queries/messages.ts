import type { ErrorCode, LiveEvent } from "../../view/index.js";
import type { Asker, Given } from "./query.js";

/** To the thread: answer a query, or stop doing so; look for changes every so many milliseconds, or no more. */
export type Order =
  | { readonly kind: "ask"; readonly id: number; readonly name: string; readonly given: Given; readonly asker: Omit<Asker, "signal"> }
  | { readonly kind: "cancel"; readonly id: number }
  | { readonly kind: "watch"; readonly periodMs: number | undefined };

/** A whole answer: JSON as text, or what a query calls {@link Bytes}. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer>;
}

/** From the thread. */
export type Report =
  /** Whatever is asked from now on will be answered. */
  | { readonly kind: "ready" }
  /** A cancellation was noticed. */
  | { readonly kind: "alive" }
  | { readonly kind: "answer"; readonly id: number; readonly answer: Answer }
  | {
      readonly kind: "refused";
      readonly id: number;
      readonly code: ErrorCode;
      readonly message: string;
      readonly detail: unknown;
      readonly status: number | undefined;
    }
  | { readonly kind: "events"; readonly events: readonly LiveEvent[] }
  | { readonly kind: "log"; readonly level: number; readonly line: string };
