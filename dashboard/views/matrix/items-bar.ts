import { classTraits, type VerdictClass, verdictClasses } from "../../../src/view/index.js";
import type { ItemCounts } from "./data/block.js";
import type { Looks } from "./data/looks.js";

/** What the items of a collapsed test are, worst first. */
export function classCounts(items: ItemCounts, looks: Looks): { readonly name: VerdictClass; readonly count: number }[] {
  const counts = new Map<VerdictClass, number>();
  for (const [number, count] of items) {
    const name = looks.look(number)?.name;
    if (name !== undefined && count > 0) counts.set(name, (counts.get(name) ?? 0) + count);
  }
  return verdictClasses.map((name) => ({ name, count: counts.get(name) ?? 0 })).filter(({ count }) => count > 0);
}

/** `2 failed, 37 passed` */
export function itemsText(items: ItemCounts, looks: Looks): string {
  return classCounts(items, looks)
    .map(({ name, count }) => `${count} ${classTraits[name].title}`)
    .join(", ");
}

export function badItems(items: ItemCounts, looks: Looks): number {
  let bad = 0;
  for (const [number, count] of items) if (looks.look(number)?.judgement === "bad") bad += count;
  return bad;
}

/** One background that shows the shares of the classes, worst first. Small shares stay visible. */
export function barOf(items: ItemCounts, looks: Looks): string {
  const classes = classCounts(items, looks);
  const total = classes.reduce((sum, { count }) => sum + count, 0);
  const widths = classes.map(({ count }) => Math.max(count / total, 0.06));
  const whole = widths.reduce((sum, width) => sum + width, 0);
  let from = 0;
  const stops = classes.map(({ name }, at) => {
    const to = from + ((widths[at] ?? 0) / whole) * 100;
    const stop = `var(--c-${name}) ${from.toFixed(1)}% ${to.toFixed(1)}%`;
    from = to;
    return stop;
  });
  return `linear-gradient(to right, ${stops.join(", ")})`;
}
