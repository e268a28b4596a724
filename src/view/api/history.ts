import type { DurationSummary, HistoryClass, Judgement } from "../history.js";

/** One result of a test. */
export interface HistoryRow {
  readonly t: string;
  readonly r: string;
  /** Of the run, epoch seconds. */
  readonly event_time: number;
  readonly state: string;
  readonly status: string;
  readonly judgement: Judgement;
  readonly accepted: boolean;
  readonly host: string;
  readonly comment: string;
  readonly run_duration: number;
  /** Took more than three times the median. */
  readonly outlier: boolean;
}

/** `GET history`: what became of one test in the last runs; spec 06 § 26. */
export interface History {
  readonly class: HistoryClass;
  readonly judged: number;
  readonly flips: number;
  readonly rate?: number;
  readonly score: number;
  /** Place among the items of the first one of the present row of equal results. */
  readonly since?: number;
  /** Places of the newest step from good to bad. */
  readonly turn?: { readonly good: number; readonly bad: number };
  readonly durations?: DurationSummary;
  readonly hosts: readonly { readonly host: string; readonly good: number; readonly bad: number }[];
  /** Oldest first. */
  readonly items: readonly HistoryRow[];
  /** Runs that are looked back on at most: `[dashboard] history`. */
  readonly limit: number;
}
