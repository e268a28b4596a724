import { fullName, isLive } from "../model/index.js";
import type { RerunOptions, TestState } from "./state.js";

/** Whether a test is launched when its prerequisites are met. */
export type LaunchDecision =
  | { readonly launch: true }
  /** It is left alone, as a matter of course or with a `NOTE: ` for the user. */
  | { readonly launch: false; readonly note?: string; readonly error?: string };

const launchedStates = new Set(["NOT_STARTED", "INCOMPLETE", "DELETED"]);

/** The table of spec 02 § 13.1. */
export function decideLaunch(record: TestState, { rerun, force }: RerunOptions): LaunchDecision {
  const { state, status } = record;
  if (launchedStates.has(state)) return { launch: true };
  if (isLive(state)) {
    // 1.65 would start a second copy in the same run directory.
    return force
      ? { launch: false, error: `Test ${fullName(record)} is ${state} already, not launching it again in spite of -force` }
      : { launch: false };
  }
  if (force || (state === "COMPLETED" && rerun.includes(status))) return { launch: true };
  if (state === "COMPLETED") {
    const note = `NOTE: Not starting test ${fullName(record)} as it is state "${state}" and status "${status}", use -rerun "${status}" or -force to override`;
    return { launch: false, note };
  }
  if (state === "KILLED") return { launch: false };
  return { launch: false, error: `Failed to launch test ${fullName(record)}. Unrecognised state ${state}` };
}
