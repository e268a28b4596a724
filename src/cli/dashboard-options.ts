import { Failure, parseDuration } from "../base/index.js";
import type { Arguments } from "./arguments.js";
import { bySpelling, parseArguments, readWords } from "./arguments.js";
import { type DashboardFlag, dashboardFlags, sharedFlags } from "./flags/dashboard.js";

/** A command line of the dashboard. */
export interface DashboardArguments {
  value(flag: DashboardFlag): string | undefined;
  has(flag: DashboardFlag): boolean;
  readonly leftovers: readonly string[];
  /** What megatest would be given to the same end: where the area is, and what to log. */
  readonly shared: Arguments;
}

export function parseDashboardArguments(words: readonly string[]): DashboardArguments {
  const { values, switches, leftovers, errors } = readWords(words, bySpelling(dashboardFlags));
  const shared = sharedFlags.flatMap(({ names: [name] }) => {
    const value = values.get(name);
    return value !== undefined ? [name, value] : switches.has(name) ? [name] : [];
  });
  return {
    value: (flag) => values.get(flag),
    has: (flag) => switches.has(flag) || values.has(flag),
    leftovers,
    shared: { ...parseArguments(shared), errors },
  };
}

/**
 * A whole number; undefined when the option is not given.
 *
 * @throws Failure `usage`
 */
export function wholeNumber(
  args: DashboardArguments,
  flag: DashboardFlag,
  range: { readonly from: number; readonly to: number },
): number | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= range.from && number <= range.to) return number;
  throw new Failure("usage", `${flag} ${text}: must be a number from ${range.from} to ${range.to}`);
}

/**
 * Seconds; undefined when the option is not given.
 *
 * @throws Failure `usage`
 */
export function seconds(args: DashboardArguments, flag: DashboardFlag): number | undefined {
  const text = args.value(flag);
  if (text === undefined) return undefined;
  const parsed = parseDuration(text);
  if (parsed !== undefined && parsed > 0) return parsed;
  throw new Failure("usage", `${flag} ${text}: must be a time, e.g. 8h or 7d`);
}

/**
 * The ids of `-test`.
 *
 * @throws Failure `usage`
 * @see spec 06 § 1
 */
export function testIds(text: string): { readonly run: number; readonly test: number } {
  const [, run, test] = /^(\d+),(\d+)$/.exec(text) ?? [];
  if (run !== undefined && test !== undefined) return { run: Number(run), test: Number(test) };
  throw new Failure("usage", `-test ${text}: must be RUNID,TESTID, two numbers of the database`);
}
