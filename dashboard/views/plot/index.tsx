import { useState } from "preact/hooks";
import type { Params, SeriesAnswer } from "../../../src/view/index.js";
import type { Question } from "../../app/api.js";
import { useLive } from "../../app/live.js";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import { useSettled } from "../../app/use-settled.js";
import type { ViewProps } from "../../app/view-props.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { useAnswerAgain } from "../test/use-answer-again.js";
import { PlotHead } from "./head.js";
import { Plot } from "./plot.js";
import { Variables } from "./variables.js";
import "../../parts/object-page.css";
import "./plot.css";

/** Many runs are looked at: not too often; ms. */
const settlingTime = 5000;

/** Measured values over runs. Spec 06 § 30 */
export default function PlotPage({ route, setParams }: ViewProps<"plot">) {
  const { params } = route;
  const variable = params["var"] ?? "";
  const [usual, setUsual] = useState<number>();
  useTitle(variable === "" ? "Plots" : `Plot of ${variable}`);
  return (
    <section class="plot-page">
      <PlotHead params={params} setParams={setParams} usual={usual} />
      {variable === "" ? (
        <Variables sort={sortOf(params)} onSort={(sort) => setParams({ sort })} />
      ) : (
        <Plotted params={params} setParams={setParams} onUsual={setUsual} />
      )}
    </section>
  );
}

interface PlottedProps {
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
  readonly onUsual: (last: number) => void;
}

function Plotted({ params, setParams, onUsual }: PlottedProps) {
  const [changes, setChanges] = useState(0);
  useLive(
    "runs",
    useSettled(() => setChanges((count) => count + 1), settlingTime),
  );
  const question = questionOf(params);
  const { value, error, again } = useAnswerAgain("series", question, changes);
  if (value === undefined) return error === undefined ? <Loading what="values" /> : <ErrorState error={error} again={again} />;
  if (params["last"] === undefined) onUsual(value.last);
  if (value.series.length === 0) {
    return (
      <EmptyState title="No value fits">
        No test has stored a value of {params["var"]} in the {value.looked} runs that were looked at.
      </EmptyState>
    );
  }
  const { from, to } = params;
  const isZoomed = from !== undefined || to !== undefined;
  const plot = { params, setParams, sort: sortOf(params) };
  return (
    <>
      {error !== undefined && <ErrorState error={error} again={again} />}
      {isZoomed && isThinned(value) ? <CloserPlot {...plot} whole={value} question={{ ...question, from, to }} /> : <Plot {...plot} answer={value} />}
    </>
  );
}

/** Of a part of very many values more can be shown than from afar. */
function CloserPlot({ whole, question, ...plot }: Omit<Parameters<typeof Plot>[0], "answer"> & { whole: SeriesAnswer; question: Question }) {
  const { value } = useAnswer("series", question);
  return <Plot {...plot} answer={value ?? whole} />;
}

const isThinned = ({ series }: SeriesAnswer) => series.some(({ points, count }) => points.length < count);

/** What of the address says which values. */
function questionOf({ target, run, test, since, until, var: variable, last, rules }: Params): Question {
  return { target, run, test, since, until, var: variable, last, rules };
}

function sortOf({ sort }: Params): Sort | undefined {
  return sort !== undefined && /^[+-]/.test(sort) ? (sort as Sort) : undefined;
}
