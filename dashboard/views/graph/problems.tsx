import { circlesIn, type Dependencies } from "../../../src/view/index.js";

interface ProblemsProps {
  readonly dependencies: Dependencies;
  readonly onFocus: (name: string) => void;
}

/** Circles and names that are no tests, with the place to mend. */
export function Problems({ dependencies, onFocus }: ProblemsProps) {
  const circles = circlesIn(dependencies).map((circle) => {
    const [first = ""] = circle;
    const edge = dependencies.edges.find(({ from, to }) => to === first && circle.includes(from));
    return { name: first, text: `${[...circle, first].join(" → ")} wait for each other`, place: edge?.place };
  });
  const unknown = dependencies.edges.filter(({ from, to }) => dependencies.unknown.has(from) || dependencies.unknown.has(to));
  const names = unknown.map(({ from, to, kind, place }) => {
    const [name, other] = kind === "waiton" ? [to, from] : [from, to];
    return { name, text: `${name} has ${kind} ${other}, and there is no such test`, place };
  });
  const all = [...circles, ...names];
  if (all.length === 0) return null;
  return (
    <ul class="graph-problems" aria-label="Mistakes in the testconfigs">
      {all.map(({ name, text, place }) => (
        <li key={text}>
          <button type="button" class="plain" onClick={() => onFocus(name)}>
            {text}
          </button>
          <code>{place}</code>
        </li>
      ))}
    </ul>
  );
}
