import { type Filter, formatFilter } from "../../../src/view/index.js";
import { EmptyState } from "../../parts/states.js";

interface NothingProps {
  readonly filter: Filter;
  /** Only some tests are looked for. */
  readonly isChosen: boolean;
  readonly clear: () => void;
}

/** An empty matrix, and why. */
export function Nothing({ filter, isChosen, clear }: NothingProps) {
  if (!isChosen && Object.keys(formatFilter(filter)).length === 0) {
    return (
      <EmptyState title="No runs yet">
        Start one: <code>megatest -run -target … -runname … -testpatt %</code>
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing fits">
      No test of any run is as the filter says.{" "}
      <button type="button" onClick={clear}>
        Show everything
      </button>
    </EmptyState>
  );
}
