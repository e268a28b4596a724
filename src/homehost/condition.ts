import type { Area } from "../area/index.js";
import type { Homehost } from "./file.js";

/** A change of the homehost that is asked for. */
export interface Move {
  readonly area: Area;
  /** What `.homehost` says now. */
  readonly from: Homehost;
  /** The new homehost; undefined when this one only goes and leaves none. */
  readonly to: { readonly address: string; readonly isThisHost: boolean } | undefined;
  /** Nobody asked for it by name, so `[server] auto-homehost` counts. */
  readonly isAutomatic: boolean;
  /**
   * Do not mind what the old homehost may have kept for itself; nor, where the move was asked for, that something ran lately. Tests that still run count
   * all the same.
   */
  readonly force: boolean;
}

export type ConditionName =
  | "elsewhere"
  | "not pinned"
  | "automatic"
  | "writable"
  | "same user"
  | "not retired"
  | "reachable"
  | "no live test"
  | "quiet"
  | "no server"
  | "no maintenance";

/** One condition of a move, with what shows that it holds or does not. */
export interface Condition {
  readonly name: ConditionName;
  readonly holds: boolean;
  /** Which test, run, log, lock or setting, and how old. */
  readonly evidence: string;
}

/** Whether the homehost may move, and why. */
export interface Decision {
  readonly conditions: readonly Condition[];
  /** The evidence of what does not hold; the homehost may move when there is none. */
  readonly reasons: readonly string[];
}

export function decisionOf(conditions: readonly Condition[]): Decision {
  return { conditions, reasons: conditions.filter(({ holds }) => !holds).map(({ evidence }) => evidence) };
}
