import type { Route, RunRef } from "../../../src/view/index.js";
import { Link } from "../../parts/link.js";

interface SelectedBarProps {
  readonly selected: ReadonlySet<string>;
  readonly run: RunRef | undefined;
  readonly onClear: () => void;
}

/** What was selected, for the launch form. */
export function SelectedBar({ selected, run, onClear }: SelectedBarProps) {
  if (selected.size === 0) return null;
  const launch: Route = { view: "launch", params: { ...(run && { target: run.t, run: run.r }), test: [...selected].join(",") } };
  return (
    <footer class="graph-selected">
      <strong>{selected.size === 1 ? "1 test" : `${selected.size} tests`} selected</strong>
      <span class="clip soft">{[...selected].join(", ")}</span>
      <Link to={launch} class="button">
        Launch …
      </Link>
      <button type="button" class="plain" onClick={onClear}>
        Clear
      </button>
    </footer>
  );
}
