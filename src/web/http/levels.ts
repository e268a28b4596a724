import type { Level } from "../../view/index.js";

/** Asks as somebody who may do less. */
export const levelHeader = "megatest-level";

/** All levels, the least first. */
const levels: readonly Level[] = ["view", "operate", "admin"];

export function isLevel(text: string): text is Level {
  return (levels as readonly string[]).includes(text);
}

/** Whether who has one level may do what needs another. */
export function suffices(has: Level, needed: Level): boolean {
  return levels.indexOf(has) >= levels.indexOf(needed);
}

export function lesserOf(one: Level, other: Level): Level {
  return suffices(one, other) ? other : one;
}
