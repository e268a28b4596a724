import type { ComponentChildren } from "preact";
import "./facts.css";

interface FactsProps {
  readonly title: string;
  readonly children: ComponentChildren;
}

/** A group of names and values. */
export function Facts({ title, children }: FactsProps) {
  return (
    <section class="facts">
      <h2>{title}</h2>
      <dl>{children}</dl>
    </section>
  );
}

interface FactProps {
  readonly name: string;
  /** Left out with its name when there is none. */
  readonly children: ComponentChildren;
}

export function Fact({ name, children }: FactProps) {
  if (children === undefined || children === null || children === "" || children === false) return null;
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
