import type { ComponentChildren } from "preact";
import "./facts.css";

interface FactsProps {
  /** Name and value; without value the fact is left out. */
  readonly facts: readonly (readonly [string, ComponentChildren])[];
}

/** What a thing is, as names and values side by side. */
export function Facts({ facts }: FactsProps) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) =>
        value === undefined || value === "" ? null : (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  );
}
