import type { Level } from "./api/common.js";

/** What an action can be done to: chosen tests, whole runs, or neither. */
export type ActionScope = "tests" | "run" | "area";

interface ActionTraits {
  /** On a button and in a menu. */
  readonly title: string;
  readonly level: Level;
  readonly scopes: readonly ActionScope[];
  /** What it does, for who is asked to confirm it. */
  readonly says: string;
  /** Something is gone afterwards. */
  readonly destroys?: true;
}

const table = {
  rerun: { title: "Rerun", level: "operate", scopes: ["tests"], says: "Sets the tests back, empties their directories and runs them again." },
  continue: { title: "Run / continue", level: "operate", scopes: ["tests", "run"], says: "Runs what has no result yet; results stay." },
  "rerun-last": {
    title: "Rerun as last time",
    level: "operate",
    scopes: ["run"],
    says: "Runs the selection of the last start once more; results stay.",
  },
  "rerun-failed": { title: "Rerun failed", level: "operate", scopes: ["run"], says: "Sets back what failed or was killed, and runs it again." },
  "rerun-all": { title: "Rerun everything", level: "operate", scopes: ["run"], says: "Sets every test of the run back and runs it again." },
  kill: { title: "Kill", level: "operate", scopes: ["tests", "run"], says: "Asks the tests that run to end." },
  "remove-data": {
    title: "Delete data, keep records",
    level: "admin",
    scopes: ["tests", "run"],
    says: "Deletes the run directories; results stay.",
    destroys: true,
  },
  remove: { title: "Remove", level: "admin", scopes: ["tests", "run"], says: "Deletes run directories and results.", destroys: true },
  move: { title: "Move to another area", level: "admin", scopes: ["run"], says: "Moves the records of finished runs to another area." },
  reduce: { title: "Move to completed runs", level: "admin", scopes: ["run"], says: "Takes the records of finished runs out of megatest.db." },
  restore: { title: "Bring back from completed runs", level: "admin", scopes: ["run"], says: "Brings the records of runs back to megatest.db." },
  "remove-old": {
    title: "Remove old runs",
    level: "admin",
    scopes: ["area"],
    says: "Removes all but the newest runs of a target.",
    destroys: true,
  },
  launch: { title: "Launch", level: "operate", scopes: ["area"], says: "Runs tests." },
  command: { title: "Edited command", level: "admin", scopes: ["area"], says: "Runs the command as you have written it." },
} as const satisfies Record<string, ActionTraits>;

/** The actions that become a command line. Spec 06 § 32.3 */
export type ActionName = keyof typeof table;

export const actionTraits: Readonly<Record<ActionName, ActionTraits>> = table;

export const actionNames = Object.keys(table) as readonly ActionName[];
