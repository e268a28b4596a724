import { formatDuration } from "../../../src/base/index.js";
import { classOf, type History } from "../../../src/view/index.js";
import "./duration-chart.css";

interface DurationChartProps {
  readonly history: History;
  readonly current?: { readonly t: string; readonly r: string };
}

const size = { height: 96, bar: 18, gap: 3 };

/** How long the test took in each run, against median and 90th percentile. The table of results has the same as text. */
export function DurationChart({ history, current }: DurationChartProps) {
  const { durations, items } = history;
  if (durations === undefined) return null;
  const longest = Math.max(1, ...items.map(({ run_duration }) => run_duration));
  const y = (seconds: number) => size.height - (seconds / longest) * size.height;
  const width = items.length * (size.bar + size.gap);
  return (
    <section>
      <h2>Durations</h2>
      <div class="duration-chart">
        <svg
          viewBox={`0 0 ${width} ${size.height}`}
          style={{ width: `${width}px`, height: `${size.height}px` }}
          role="img"
          aria-label={`Durations of the last ${items.length} runs: median ${formatDuration(durations.median)}, 90th percentile ${formatDuration(durations.p90)}, longest ${formatDuration(longest)}`}
        >
          {items.map((row, index) => {
            const isCurrent = row.r === current?.r && row.t === current.t;
            const top = Math.min(y(row.run_duration), size.height - 2);
            return (
              <rect
                key={`${row.t}/${row.r}`}
                class={`is-${classOf(row)}${isCurrent ? " current" : ""}`}
                x={index * (size.bar + size.gap)}
                y={top}
                width={size.bar}
                height={size.height - top}
              >
                <title>{`${row.r}: ${formatDuration(row.run_duration)}${row.outlier ? ", more than three times the median" : ""}`}</title>
              </rect>
            );
          })}
          <line x1="0" x2={width} y1={y(durations.median)} y2={y(durations.median)} />
          <line class="p90" x1="0" x2={width} y1={y(durations.p90)} y2={y(durations.p90)} />
        </svg>
        <ul class="chart-key">
          <li>
            <span class="line" aria-hidden="true" /> median {formatDuration(Math.round(durations.median))}
          </li>
          <li>
            <span class="line p90" aria-hidden="true" /> 90th percentile {formatDuration(Math.round(durations.p90))}
          </li>
          <li class="soft">longest {formatDuration(longest)}</li>
        </ul>
      </div>
    </section>
  );
}
