import { type Series, type SeriesAnswer, type SeriesSummary, summarizeSeries } from "../../../src/view/index.js";
import { Link } from "../../parts/link.js";
import { testRoute } from "../test/refs.js";
import { testOf } from "./geometry.js";
import { colours } from "./picture.js";
import { numberText } from "./value-scale.js";

interface StatisticsProps {
  readonly answer: SeriesAnswer;
  readonly names: readonly string[];
  /** Whether a run is in the part that is looked at. */
  readonly isInside: (run: number) => boolean;
  readonly raised: number | undefined;
  readonly onRaise: (series: number | undefined) => void;
}

/** What the values of each series say together; at the same time the key to the colours. */
export function Statistics({ answer, names, isInside, raised, onRaise }: StatisticsProps) {
  return (
    <section class="plot-statistics">
      <h2>Statistics</h2>
      <div class="wide-table">
        <table class="plain-table">
          <thead>
            <tr>
              <th scope="col">Series</th>
              {["Values", "Last", "Least", "Most", "Median", "To the limit", "Trend per run"].map((title) => (
                <th key={title} scope="col" class="number">
                  {title}
                </th>
              ))}
              <th scope="col">Note</th>
            </tr>
          </thead>
          <tbody>
            {answer.series.map((series, index) => (
              <tr
                key={index}
                class={`plot-s${index % colours}${raised === index ? " raised" : ""}`}
                onMouseEnter={() => onRaise(index)}
                onMouseLeave={() => onRaise(undefined)}
                onFocusIn={() => onRaise(index)}
                onFocusOut={() => onRaise(undefined)}
              >
                <th scope="row">
                  <span class="plot-swatch" aria-hidden="true" /> <SeriesLink answer={answer} series={series} name={names[index] ?? ""} />
                </th>
                <Figures series={series} isInside={isInside} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function SeriesLink({ answer, series, name }: { readonly answer: SeriesAnswer; readonly series: Series; readonly name: string }) {
  const test = testOf(answer, series, series.points.at(-1)?.run ?? -1);
  return test === undefined ? <span>{name}</span> : <Link to={testRoute(test, { tab: "data" })}>{name}</Link>;
}

function Figures({ series, isInside }: { readonly series: Series; readonly isInside: StatisticsProps["isInside"] }) {
  const points = series.points.filter(({ run }) => isInside(run));
  // Some were left out: only the server knows what all of them say.
  const isWhole = points.length === series.points.length || series.count > series.points.length;
  const summary = isWhole ? series.summary : summarizeSeries(points);
  const count = isWhole ? series.count : points.length;
  const last = points.at(-1);
  if (summary === undefined) {
    return (
      <>
        <td class="number">{count}</td>
        <td class="clip plot-last-text">{last?.value}</td>
        <td colSpan={5} />
        <td>{last?.bad && <span class="bad-text">last one bad</span>}</td>
      </>
    );
  }
  const { min, max, median, margin, slope } = summary;
  const unit = series.units === "" ? "" : ` ${series.units}`;
  return (
    <>
      <td class="number">{count}</td>
      <td class={last?.bad ? "number bad-text" : "number"}>
        {numberText(summary.last)}
        {unit}
      </td>
      <td class="number">{numberText(min)}</td>
      <td class="number">{numberText(max)}</td>
      <td class="number">{numberText(median)}</td>
      <td class="number">{margin === undefined ? <span class="soft">–</span> : numberText(margin)}</td>
      <td class="number">{slope === undefined ? <span class="soft">–</span> : trendText(slope)}</td>
      <td>
        <Note summary={summary} bad={last?.bad === true} />
      </td>
    </>
  );
}

/** More figures than that are chance. */
const trendText = (slope: number) => `${slope > 0 ? "+" : ""}${Number(slope.toPrecision(3))}`;

function Note({ summary: { leaves_in }, bad }: { readonly summary: SeriesSummary; readonly bad: boolean }) {
  if (bad) return <span class="bad-text">outside limits</span>;
  if (leaves_in === undefined) return null;
  return <span class="caution-text">about to leave limits: in {leaves_in === 1 ? "1 run" : `${leaves_in} runs`}</span>;
}
