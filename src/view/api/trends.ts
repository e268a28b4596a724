import type { TestPath } from "../url.js";

/** A test or item in the runs of one target. */
interface TrendRow extends TestPath {
  readonly t: string;
}

/** The first ones of a list that may be long. */
export interface Foremost<T> {
  readonly total: number;
  readonly items: readonly T[];
}

export interface FlakyTest extends TrendRow {
  readonly judged: number;
  readonly flips: number;
  /** Flips to possible flips. */
  readonly rate: number;
}

export interface FailingTest extends TrendRow {
  /** The first bad result of the present row of them. */
  readonly since: { readonly r: string; readonly event_time: number };
  /** How many they are. */
  readonly bad: number;
}

export interface SlowerTest extends TrendRow {
  /** Of the newest good result. */
  readonly r: string;
  readonly seconds: number;
  /** Median of the good ones before. */
  readonly usual: number;
}

/** `GET trends`: tests that are not what they were. Spec 06 § 26 */
export interface Trends {
  /** Flakiest first. */
  readonly flaky: Foremost<FlakyTest>;
  /** Those that fail since last first. */
  readonly failing: Foremost<FailingTest>;
  /** Those that take most more first. */
  readonly slower: Foremost<SlowerTest>;
  /** Runs of each target that are looked back on at most. */
  readonly limit: number;
  /** How many runs have been read, of all: while some are missing, ask again. */
  readonly progress: { readonly read: number; readonly of: number };
}
