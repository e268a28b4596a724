import type { TestName, Verdict } from "../../model/index.js";
import type { ActionName } from "../actions.js";
import type { Level, RunRef, TestRef } from "./common.js";

/** What an action is to be done to: a whole run, or some of its tests. */
export interface PlanObject extends RunRef {
  /** Absent: the whole run. A test with an empty item path stands for its items too. */
  readonly tests?: readonly Pick<TestRef, "n" | "i">[];
}

/** What the launch form says. Spec 06 § 32.1 */
export interface LaunchForm {
  readonly target: string;
  /** The target must be a section of `runconfigs.config`. */
  readonly reqtarg?: boolean;
  readonly runname: string;
  /** Empty: all, or what the target says. */
  readonly testpatt?: string;
  readonly tagexpr?: string;
  readonly modepatt?: string;
  /** Statuses with which a completed test is run again. */
  readonly rerun?: readonly string[];
  readonly preclean?: boolean;
  readonly cleanCache?: boolean;
  readonly force?: boolean;
  readonly setvars?: string;
  readonly contour?: string;
  readonly wait?: boolean;
}

export interface PlanOptions {
  /** `kill`: also what has not started. */
  readonly notStarted?: boolean;
  /** `remove`: only tests in these states, with these statuses. */
  readonly states?: readonly string[];
  readonly statuses?: readonly string[];
  /** `move`: name or path of the area. */
  readonly destination?: string;
  /** `remove-old`: target pattern, and how many runs of each stay. */
  readonly target?: string;
  readonly keep?: number;
  /** `remove-old`: younger runs stay: `7d`. */
  readonly age?: string;
  /** `command`: as typed. */
  readonly command?: string;
  readonly launch?: LaunchForm;
}

/** Body of `POST plan`. */
export interface PlanRequest {
  readonly action: ActionName;
  readonly objects: readonly PlanObject[];
  readonly options: PlanOptions;
}

/** What becomes of a test: it is run, skipped by its `[skip]`, marked because of its prerequisites, set to a verdict; its data or records go. */
export type Effect = "launch" | "skip" | "mark" | "set" | "remove" | "remove-data" | "move";

/** A test that a command touches. */
export interface AffectedTest extends TestName {
  /** Target and name of its run. */
  readonly t: string;
  readonly r: string;
  /** As it is now; absent when there is no record yet. */
  readonly verdict?: Verdict;
  readonly live: boolean;
  readonly effect: Effect;
  /** What it is set to, or why. */
  readonly detail: string;
}

/** A test that the selection of a run holds and that is left as it is. */
export interface LeftTest extends TestName {
  readonly verdict?: Verdict;
  readonly detail: string;
}

/** What a run would come to. Spec 02 § 13 */
export interface RunPreview {
  /** Tests that the pattern names. */
  readonly named: readonly string[];
  /** Tests that come in because others wait for them. */
  readonly upstream: readonly string[];
  /** Tests whose items are made while the run goes on. */
  readonly late: readonly string[];
  /** Plain tests of which the pattern asks for items. */
  readonly withoutItems: readonly string[];
  /** Tests and items in the run, top-level records not counted. */
  readonly total: number;
  readonly left: { readonly count: number /** At most 100. */; readonly items: readonly LeftTest[] };
}

/** Everything that a command would touch. */
export interface Affected {
  readonly count: number;
  readonly live: number;
  /** How many meet which effect. */
  readonly effects: Readonly<Partial<Record<Effect, number>>>;
  /** At most 100. */
  readonly items: readonly AffectedTest[];
  /** Whole runs: `target/name`. */
  readonly runs: readonly string[];
  /** Runs that are locked, and so left alone by commands that change results. */
  readonly locked: readonly string[];
  /** False when the command is none of which that can be told. */
  readonly known: boolean;
}

/** Answer of `POST plan`. */
export interface Plan {
  readonly id: string;
  /** Epoch seconds. */
  readonly expires: number;
  readonly action: ActionName;
  readonly level: Level;
  /** Program and arguments of each command, in order. */
  readonly commands: readonly (readonly string[])[];
  /** The same to be copied to a shell. */
  readonly text: string;
  readonly affected: Affected;
  /** For actions that run tests; of several commands the first. */
  readonly preview?: RunPreview;
  readonly warnings: readonly string[];
  /** What has to be given with the confirmation: nothing, the number of tests, or the name of the run. */
  readonly confirm: { readonly by: "click" } | { readonly by: "count"; readonly count: number } | { readonly by: "name"; readonly name: string };
  /** The command is started in another program: `[dashboard] pre-command`, `use-viewscreen`. */
  readonly external: boolean;
}

/** What `megatest … -preview` prints: everything that the line would touch, or why it would do nothing. */
export type CommandPreview =
  | {
      readonly kind: "preview";
      readonly tests: readonly AffectedTest[];
      readonly runs: readonly string[];
      readonly locked: readonly string[];
      readonly known: boolean;
      readonly preview?: RunPreview;
    }
  | { readonly kind: "failure"; readonly reason: string; readonly message: string };
