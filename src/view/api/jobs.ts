import type { ActionName } from "../actions.js";
import type { TestRef } from "./common.js";
import type { PlanRequest } from "./plan.js";

/** Body of `POST jobs`. */
export interface JobRequest {
  /** Id of the plan. */
  readonly plan: string;
  /** Number of affected tests, as acknowledged. */
  readonly count?: number;
  /** Name of the run, as typed. */
  readonly name?: string;
}

/** Who did something. */
export interface Actor {
  /** Of the operating system, or as a proxy says. */
  readonly user: string;
  /** Label of the token. */
  readonly session: string;
  /** Network address. */
  readonly address: string;
}

/** `waiting`: not begun yet. `lost`: its process is gone, and nobody saw how it ended. `elsewhere`: on another host, where it may run. */
export type JobState = "waiting" | "running" | "ended" | "lost" | "elsewhere";

/** A command that the dashboard has started; `GET jobs`, `GET jobs/:id`. */
export interface Job extends Actor {
  readonly id: string;
  readonly action: ActionName;
  readonly commands: readonly (readonly string[])[];
  readonly text: string;
  /** Number of tests that it was to touch. */
  readonly count: number;
  readonly external: boolean;
  /** Epoch seconds. */
  readonly begun: number;
  readonly ended?: number;
  readonly state: JobState;
  /** Exit code, the largest of several; a signal counts 128 + its number. */
  readonly code?: number;
  /** Why it could not be started. */
  readonly problem?: string;
  /** Bytes of its output. */
  readonly size: number;
  /** Path of its output. */
  readonly log: string;
}

/** `GET jobs/:id`. */
export interface JobView {
  readonly job: Job;
  /** To plan the same again. */
  readonly request: PlanRequest;
}

/** `GET jobs/:id/log`: a piece of the output. */
export interface JobLog {
  readonly from: number;
  /** Where the next piece begins. */
  readonly until: number;
  readonly size: number;
  readonly text: string;
}

/** A line of `dashboard-actions.jsonl`; spec 06 § 32.5. */
export interface TraceEntry extends Actor {
  /** Epoch seconds. */
  readonly time: number;
  /** `set test`, `set run`, or what a command does. */
  readonly action: ActionName | "set test" | "set run" | "stop job";
  /** Of a command: its words. */
  readonly commands?: readonly (readonly string[])[];
  /** Of a direct change. */
  readonly test?: TestRef;
  readonly run?: { readonly t: string; readonly r: string };
  readonly from?: Readonly<Record<string, string>>;
  readonly to?: Readonly<Record<string, string>>;
  readonly job?: string;
  /** `done`, `started`, or what went wrong. */
  readonly result: string;
}
