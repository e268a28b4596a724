import type { TestRef } from "./common.js";

/** Which file of a test: `f` is its path below the run directory. */
export interface LogRef extends TestRef {
  readonly f: string;
}

/** How much of a log is known; spec 06 § 25.1. */
export interface LogState {
  /** Another one when the lines are no longer those of before: rotated, truncated, rewritten. Growing does not change it. */
  readonly version: string;
  /** Size, uncompressed. */
  readonly bytes: number;
  /** Bytes whose lines are counted. */
  readonly counted: number;
  /** Lines counted so far: the total when `complete`, else a lower bound. */
  readonly lines: number;
  readonly complete: boolean;
  /** Why the text ends before the file does; empty when it does not. */
  readonly cutBecause: string;
  /** Epoch seconds of the last change. */
  readonly modified: number;
}

/** A line longer than is shown at once: its first characters. */
export interface CutLine {
  readonly text: string;
  /** Bytes that `text` stands for; the next part begins there. */
  readonly shown: number;
  /** Of the whole line. */
  readonly bytes: number;
}

/** A line as a terminal would show it at the end, colours (SGR sequences) included; as it is in the file when asked for raw lines. */
export type LogLine = string | CutLine;

/** `GET test/lines` (§ 25.1): consecutive lines, fewer than asked for when they are large. */
export interface LogWindow {
  readonly state: LogState;
  /** NUL bytes at its beginning: there are no lines to show. */
  readonly binary: boolean;
  /** Number of the first line, from 1; undefined for last lines whose number is not known yet. */
  readonly from?: number;
  readonly lines: readonly LogLine[];
}

/** A line that a search found. */
export interface LogHit {
  readonly line: number;
  /** The line without colours, or the part of a long one around the first match. */
  readonly text: string;
  /** Where `text` begins in the line, in characters. */
  readonly column: number;
  /** Start and end of each match in the line, in characters. */
  readonly matches: readonly (readonly [number, number])[];
  /** Lines before and after, as many as asked for. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** How a search stands. */
export type SearchEnd =
  | { readonly kind: "searching" }
  | { readonly kind: "complete" }
  /** The expression took more than its time on this line: the search stopped there. */
  | { readonly kind: "slow-line"; readonly line: number }
  /** The search as a whole took more than its time. */
  | { readonly kind: "slow-search" }
  /** The file could not be read to its end. */
  | { readonly kind: "failed"; readonly why: string };

/** `GET test/grep` (§ 25.4): what a search found since the last answer. */
export interface SearchNews {
  readonly end: SearchEnd;
  /** The first 1,000 hits come with their text… */
  readonly hits: readonly LogHit[];
  /** … of the others up to 100,000 only the numbers of their lines. */
  readonly lines: readonly number[];
  /** Lines with a match so far. */
  readonly count: number;
  /** Bytes searched, of so many. */
  readonly searched: number;
  readonly bytes: number;
  /** Give this back to get what follows. */
  readonly next: number;
}

/** A line that was credited to a log rule, or hit a trigger. */
export interface LogMark {
  readonly line: number;
  /** Type of the rule, as in the style sheet of logpro's pages: `error`, `warning`, `required`, `trigger` … */
  readonly class: string;
  /** What the rule, or trigger, is about. */
  readonly description: string;
  /** Its rule failed. */
  readonly isFailed: boolean;
}

/** `GET test/marks` (§ 25.8): what the log rules of a step say about the lines of its log. */
export interface LogMarks {
  /** The page of logpro they come from, below the run directory; empty when there is none. */
  readonly page: string;
  /** In order of lines; at most 5,000. */
  readonly marks: readonly LogMark[];
  /** Of all marks. */
  readonly total: number;
  /** The line to look at first; undefined when no rule failed on a line. */
  readonly firstError?: number;
  /** Why there may be more; empty when all is well. */
  readonly notice: string;
}

/** Lines that are equal, or differ, in two logs: `count` lines from `line` on (from 1) on each side. */
export interface DiffPart {
  readonly kind: "same" | "changed";
  readonly left: { readonly line: number; readonly count: number };
  readonly right: { readonly line: number; readonly count: number };
}

/** `GET test/logdiff` (§ 25.9). */
export interface LogDiff {
  readonly parts: readonly DiffPart[];
  /** Why there are no parts; empty otherwise. */
  readonly notice: string;
}
