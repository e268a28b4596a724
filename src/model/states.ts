/**
 * The STATE and STATUS vocabulary: one table each, from which ranks, live/ended/OK and the order of severity derive.
 *
 * @see spec 02 § 19; the wanted rank of KILLED is between FAIL and PREQ_FAIL
 */
interface StateTraits {
  readonly rank: number;
  readonly live?: true;
  readonly ended?: true;
}

const states: Readonly<Record<string, StateTraits>> = {
  NOT_STARTED: { rank: 4 },
  LAUNCHED: { rank: 6, live: true },
  REMOTEHOSTSTART: { rank: 7, live: true },
  RUNNING: { rank: 8, live: true },
  COMPLETED: { rank: 5, ended: true },
  KILLREQ: { rank: 2, ended: true },
  KILLED: { rank: 3, ended: true },
  STUCK: { rank: 1, ended: true },
  INCOMPLETE: { rank: 0, ended: true },
  ARCHIVED: { rank: 0, ended: true },
};

const statusRanks: Readonly<Record<string, number>> = {
  "n/a": 1,
  PASS: 2,
  SKIP: 3,
  WARN: 4,
  WAIVED: 5,
  CHECK: 6,
  "STUCK/DEAD": 7,
  DEAD: 8,
  FAIL: 9,
  "FAILED TO KILL": 10,
  KILLED: 11,
  PREQ_FAIL: 12,
  PREQ_DISCARDED: 13,
  ABORT: 14,
};

const okStatuses = new Set(["PASS", "WARN", "CHECK", "WAIVED", "SKIP"]);

export const liveStates: readonly string[] = Object.keys(states).filter((name) => states[name]?.live);

/** A STATE/STATUS pair as stored in `tests.state` and `tests.status`. */
export interface Verdict {
  readonly state: string;
  readonly status: string;
}

export const isLive = (state: string): boolean => states[state]?.live === true;
export const isEnded = (state: string): boolean => states[state]?.ended === true;
export const isOk = (status: string): boolean => okStatuses.has(status);
export const stateRank = (state: string): number => states[state]?.rank ?? 0;
export const statusRank = (status: string): number => statusRanks[status] ?? 0;

/** The highest-ranked name; of equals the first. */
export function worst(names: readonly string[], rank: (name: string) => number): string {
  return names.reduce((worstSoFar, name) => (rank(name) > rank(worstSoFar) ? name : worstSoFar));
}
