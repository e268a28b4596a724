import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import { cellText, classOf, classTraits, type HistoryRow, type TestPath } from "../../../src/view/index.js";
import { timeText } from "../../app/clock.js";
import { useWidth } from "../../parts/use-size.js";
import { PlaceLink } from "./place.js";
import { testRoute } from "./refs.js";
import "./strip.css";

interface VerdictStripProps {
  /** What stands behind the squares. */
  readonly children?: ComponentChildren;
  readonly test: TestPath;
  /** Oldest first. */
  readonly items: readonly HistoryRow[];
  /** The run that is looked at. */
  readonly current?: { readonly t: string; readonly r: string };
}

/** A square and the gap to the next, and what is left for the text behind them; px. */
const sizes = { step: 26, text: 200 };

/** A square for each of the last runs, the newest at the right; as many as there is room for. */
export function VerdictStrip({ test, items, current, children }: VerdictStripProps) {
  const line = useRef<HTMLDivElement>(null);
  const most = Math.max(5, Math.floor((useWidth(line) - sizes.text) / sizes.step));
  return (
    <div ref={line} class="strip-line">
      <ol class="strip" aria-label="Verdicts of the last runs">
        {items.slice(-most).map((row) => (
          <li key={`${row.t}/${row.r}`}>
            <StripLink test={test} row={row} isCurrent={row.r === current?.r && row.t === current.t} />
          </li>
        ))}
      </ol>
      {children}
    </div>
  );
}

interface StripLinkProps {
  readonly test: TestPath;
  readonly row: HistoryRow;
  readonly isCurrent: boolean;
}

function StripLink({ test, row, isCurrent }: StripLinkProps) {
  const name = classOf(row);
  const { glyph, boxed } = classTraits[name];
  const text = `${row.r}: ${cellText(row)}, ${timeText(row.event_time)}`;
  return (
    <PlaceLink
      to={testRoute({ ...test, t: row.t, r: row.r })}
      class={`mark is-${name}${boxed ? " boxed" : ""}${isCurrent ? " current" : ""}`}
      title={row.comment === "" ? text : `${text}\n${row.comment}`}
      label={text}
      current={isCurrent}
    >
      {glyph}
    </PlaceLink>
  );
}
