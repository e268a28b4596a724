import { parseDuration } from "../base/index.js";
import { databaseTestPattern, textPattern, type Verdict } from "../model/index.js";
import type { Params } from "./url.js";

/** What is shown, the same in all views: the parameters of an address, as texts. Empty means everything. Spec 06 § 18.2 */
export interface Filter {
  /** Comma list of target patterns, whose parts are joined by `/`. */
  readonly target: string;
  /** Comma list of run-name patterns. */
  readonly run: string;
  /** A test pattern in the dialect of spec 02 § 5.3. */
  readonly test: string;
  readonly state: readonly string[];
  readonly status: readonly string[];
  /** Whether states and statuses are those that disappear, or the only ones shown. */
  readonly mode: "hide" | "show";
  /** A tag expression; spec 02 § 5.4. */
  readonly tag: string;
  /** Epoch seconds, or how long ago: `7d`. Of the start of a run. */
  readonly since: string;
  readonly until: string;
  /** Words and terms; see `parseQuery`. */
  readonly q: string;
}

export const everything: Filter = { target: "", run: "", test: "", state: [], status: [], mode: "hide", tag: "", since: "", until: "", q: "" };

/** Names of the parameters. */
export const filterNames = Object.keys(everything) as readonly (keyof Filter)[];

/** The filter in the parameters of an address. A value that means nothing counts as its default, with a notice. */
export function parseFilter(params: Params): { readonly filter: Filter; readonly notices: readonly string[] } {
  const notices: string[] = [];
  const text = (name: string) => params[name] ?? "";
  const moment = (name: "since" | "until") => {
    const value = text(name);
    if (value === "" || epochOf(value, 0) !== undefined) return value;
    notices.push(`${name}=${value} is no time: give epoch seconds, or how long ago, such as 7d`);
    return "";
  };
  const mode = text("mode");
  if (!["", "hide", "show"].includes(mode)) notices.push(`mode=${mode} is neither hide nor show`);
  return {
    filter: {
      target: text("target"),
      run: text("run"),
      test: text("test"),
      state: listOf(text("state")),
      status: listOf(text("status")),
      mode: mode === "show" ? "show" : "hide",
      tag: text("tag"),
      since: moment("since"),
      until: moment("until"),
      q: text("q"),
    },
    notices,
  };
}

/** The parameters of a filter, without those that have their default. */
export function formatFilter(filter: Filter): Params {
  const texts = filterNames.map((name): [string, string] => [name, name === "mode" && filter.mode === "hide" ? "" : String(filter[name])]);
  return Object.fromEntries(texts.filter(([, value]) => value !== ""));
}

const listOf = (text: string) => text.split(",").filter((part) => part !== "");

/** The moment that `since` or `until` names, in epoch seconds; undefined when it names none. */
function epochOf(text: string, now: number): number | undefined {
  if (/^\d{6,}$/.test(text)) return Number(text);
  const ago = parseDuration(text);
  return ago === undefined ? undefined : now - ago;
}

/** What a filter asks of a run. */
export interface FilteredRun {
  readonly target: readonly string[];
  readonly runname: string;
  readonly event_time: number;
}

/** @param now epoch seconds */
export function runMatcher(filter: Filter, now: number): (run: FilteredRun) => boolean {
  const hasTarget = targetMatcher(filter.target);
  const hasName = anyOf(listOf(filter.run).map(textPattern));
  const since = epochOf(filter.since, now) ?? Number.NEGATIVE_INFINITY;
  const until = epochOf(filter.until, now) ?? Number.POSITIVE_INFINITY;
  return (run) => hasTarget(run.target) && hasName(run.runname) && since <= run.event_time && run.event_time <= until;
}

function targetMatcher(text: string): (target: readonly string[]) => boolean {
  const patterns = listOf(text).map((pattern) => pattern.split("/").map(textPattern));
  return anyOf(patterns.map((parts) => (target: readonly string[]) => parts.every((matches, place) => matches(target[place] ?? ""))));
}

/** An empty list asks nothing. */
function anyOf<T>(conditions: readonly ((value: T) => boolean)[]): (value: T) => boolean {
  return conditions.length === 0 ? () => true : (value) => conditions.some((holds) => holds(value));
}

export function testMatcher(filter: Filter): (testname: string, itemPath: string) => boolean {
  return filter.test === "" ? () => true : databaseTestPattern(filter.test);
}

/**
 * Which verdicts the boxes for states and statuses let through: with both, a COMPLETED test goes by its status, others by their state.
 *
 * @param areTwo state and status are two conditions, and both must hold: `[dashboard] mode` is not `dashboard`
 * @see spec 06 § 2 and § 6.4
 */
export function verdictMatcher({ state: states, status: statuses, mode }: Filter, areTwo = false): (verdict: Verdict) => boolean {
  if (states.length === 0 && statuses.length === 0) return () => true;
  if (areTwo) return ({ state, status }) => passes(states, state, mode) && passes(statuses, status, mode);
  const isNamed = ({ state, status }: Verdict): boolean => {
    if (statuses.length === 0) return states.includes(state);
    if (states.length === 0) return statuses.includes(status);
    return state === "COMPLETED" ? statuses.includes(status) : states.includes(state);
  };
  return mode === "hide" ? (verdict) => !isNamed(verdict) : isNamed;
}

const passes = (names: readonly string[], name: string, mode: Filter["mode"]) => names.length === 0 || names.includes(name) === (mode === "show");
