import type { TestName, Verdict } from "../../model/index.js";
import type { Window } from "./common.js";
import type { RelatedTest } from "./test.js";

/** A test or item that another one waits for: it may still end well, has ended otherwise, or will never run. */
export interface UnmetTest extends RelatedTest {
  readonly standing: "pending" | "failed" | "discarded";
}

interface Unmet {
  /** That which is in the way for good first. */
  readonly unmet: readonly UnmetTest[];
  /** How many are left out. */
  readonly more: number;
}

/** Why a test was not started; spec 06 § 31.2. */
export type WhyNot =
  /** For prerequisites that may still end well. */
  | ({ readonly kind: "waits" } & Unmet)
  /** What it waits for did not end well, or will never run. Nothing unmet: by now it would be started. */
  | ({ readonly kind: "prerequisite-failed" } & Unmet)
  /** Nobody is at the run; what else is in the way. */
  | ({ readonly kind: "no-runner" } & Unmet)
  /** All slots of the area are taken. */
  | ({ readonly kind: "no-slot" } & Use)
  | ({ readonly kind: "jobgroup-full"; readonly jobgroup: string } & Use)
  /** Mode exclusive: it is live in this or another run. */
  | { readonly kind: "exclusive" }
  /** The load of the homehost is too high. */
  | { readonly kind: "load"; readonly text: string }
  /** Handed over, and its host has not begun; `since` in epoch seconds. */
  | { readonly kind: "launched"; readonly since: number; readonly host: string }
  /** The runner has dropped it: ZERO_ITEMS, TIMED_OUT, … */
  | { readonly kind: "dropped"; readonly status: string; readonly comment: string }
  /** There is no testconfig any more. */
  | { readonly kind: "undefined" }
  /** Nothing is in the way: it is next. */
  | { readonly kind: "ready" };

/** How much of something limited is used. */
export interface Use {
  readonly used: number;
  readonly limit: number;
}

export interface WhyRow extends TestName, Verdict {
  readonly why: WhyNot;
}

/** `GET run/why`: the tests and items that were not started, each with the reason. */
export interface RunWhy extends Window<WhyRow> {
  /** How many of the whole list have which reason, in the order of the list. */
  readonly counts: readonly { readonly kind: WhyNot["kind"]; readonly count: number }[];
}
