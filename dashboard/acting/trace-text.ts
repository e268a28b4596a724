import type { TraceEntry } from "../../src/view/index.js";

/** Who did it: the user, and whose token it was. */
export const whoText = ({ user, session }: Pick<TraceEntry, "user" | "session">): string => (session === "own" ? user : `${user} (${session})`);

/** What was changed: `status FAIL → WAIVED`. */
export function changesText(from: TraceEntry["from"] = {}, to: TraceEntry["to"] = {}): string {
  return Object.entries(to)
    .map(([name, value]) => `${name} ${shown(from[name])} → ${shown(value)}`)
    .join(", ");
}

const shown = (text: string | undefined) => (text === undefined || text === "" ? "(none)" : text);
