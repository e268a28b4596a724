import { formatDuration } from "../../../src/base/index.js";
import { type Bar, endOfBar, lengthOf, liveCurve, peakOf, type Rowing, type RunSlots, type Span, spanOfBars } from "../../../src/view/index.js";
import { Fact } from "../../parts/facts.js";
import { ZoomButtons } from "./zoom-buttons.js";

const titles: Readonly<Record<Rowing, string>> = {
  packed: "Packed",
  test: "By test",
  host: "By host",
  group: "By job group",
  critical: "Critical path first",
};

interface TimesHeadProps {
  readonly bars: readonly Bar[];
  readonly waiting: number;
  /** Undefined before it is known. */
  readonly critical: readonly number[] | undefined;
  readonly gaps: readonly Span[];
  readonly slots: RunSlots | undefined;
  readonly now: number;
  readonly rowing: Rowing;
  readonly onRowing: (rowing: Rowing) => void;
  readonly isTable: boolean;
  readonly onTable: (isTable: boolean) => void;
  readonly window: Span;
  readonly bounds: Span;
  readonly onWindow: (window: Span) => void;
}

/** What the times say, and how they are shown. */
export function TimesHead({ rowing, onRowing, isTable, onTable, ...rest }: TimesHeadProps) {
  return (
    <header class="times-head">
      <TimesFacts {...rest} />
      <div class="times-tools">
        <label>
          <span class="only-spoken">Rows</span>
          <select value={rowing} onChange={({ currentTarget }) => onRowing(currentTarget.value as Rowing)} disabled={isTable}>
            {Object.entries(titles).map(([name, title]) => (
              <option key={name} value={name}>
                {title}
              </option>
            ))}
          </select>
        </label>
        {!isTable && <ZoomButtons {...rest} />}
        <button type="button" aria-pressed={isTable} onClick={() => onTable(!isTable)}>
          As a table
        </button>
      </div>
    </header>
  );
}

type FactsProps = Pick<TimesHeadProps, "bars" | "waiting" | "critical" | "gaps" | "slots" | "now">;

function TimesFacts({ bars, waiting, critical, gaps, slots, now }: FactsProps) {
  const span = spanOfBars(bars, now);
  const wall = span === undefined ? 0 : lengthOf(span);
  const onPath = new Set(critical);
  const path = bars.filter(({ id }) => onPath.has(id)).reduce((sum, bar) => sum + endOfBar(bar, now) - bar.from, 0);
  const idle = gaps.reduce((sum, gap) => sum + lengthOf(gap), 0);
  const live = bars.filter((bar) => bar.live).length;
  const peak = peakOf(liveCurve(bars, now));
  const share = wall > 0 ? ` (${Math.round((100 * path) / wall)} %)` : "";
  return (
    <dl class="times-facts">
      <Fact name="First start to last end">{formatDuration(wall)}</Fact>
      <Fact name="Critical path">{critical === undefined ? "…" : `${formatDuration(path)}${share}, ${critical.length} tests`}</Fact>
      <Fact name="At once">{peak > 0 && (slots === undefined ? peak : `${peak} of ${slots.max_concurrent_jobs}`)}</Fact>
      <Fact name="Nothing ran">{idle > 0 && `${formatDuration(idle)} in ${gaps.length === 1 ? "1 gap" : `${gaps.length} gaps`}`}</Fact>
      <Fact name="Live">{live > 0 && live}</Fact>
      <Fact name="Waiting">{waiting > 0 && waiting}</Fact>
    </dl>
  );
}
