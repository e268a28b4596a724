import type { Verdict } from "../../src/model/index.js";
import { type ClassCounts, type ColourClass, cellText, classOf, classTraits, type VerdictClass, verdictClasses } from "../../src/view/index.js";
import "./verdict.css";

/** The coloured square with the glyph of a class; what it means must stand beside it or be spoken. */
export function ClassMark({ name }: { readonly name: ColourClass }) {
  const { glyph, boxed } = classTraits[name];
  return (
    <span class={`mark is-${name}${boxed ? " boxed" : ""}`} aria-hidden="true">
      {glyph}
    </span>
  );
}

interface VerdictBadgeProps {
  /** Undefined: no record. */
  readonly verdict: Verdict | undefined;
}

/** Glyph and word of a record's state and status. */
export function VerdictBadge({ verdict }: VerdictBadgeProps) {
  const name = classOf(verdict);
  return (
    <span class="verdict" {...(verdict && { title: `${verdict.state}/${verdict.status}` })}>
      <ClassMark name={name} />
      {verdict === undefined ? <span class="soft">no record</span> : cellText(verdict)}
    </span>
  );
}

/** Classes that have records, worst first. */
export function presentClasses(counts: ClassCounts): { readonly name: VerdictClass; readonly count: number }[] {
  return verdictClasses.map((name) => ({ name, count: counts[name] ?? 0 })).filter(({ count }) => count > 0);
}

/** For a tooltip or a screen reader: `2 failed, 37 passed`. */
export function countsText(counts: ClassCounts): string {
  const parts = presentClasses(counts).map(({ name, count }) => `${count} ${classTraits[name].title}`);
  return parts.length === 0 ? "no tests" : parts.join(", ");
}

/** A bar of classes, worst first; small shares stay visible. */
export function CountsBar({ counts }: { readonly counts: ClassCounts }) {
  const text = countsText(counts);
  return (
    <span class="counts-bar" role="img" aria-label={text} title={text}>
      {presentClasses(counts).map(({ name, count }) => (
        <span key={name} class={`is-${name}`} style={{ flexGrow: count }} />
      ))}
    </span>
  );
}
