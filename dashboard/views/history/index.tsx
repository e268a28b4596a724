import { useState } from "preact/hooks";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { testText } from "../test/refs.js";
import { HistoryReport } from "./report.js";
import "../../parts/object-page.css";

/** What became of a test in the last runs of some targets. Spec 06 § 26 */
export default function HistoryPage({ route, setParams }: ViewProps<"history">) {
  const { test, params } = route;
  const target = params["target"] ?? "";
  const [typed, setTyped] = useState(target);
  const { value, error } = useAnswer("history", { n: test.n, i: test.i, target: target || undefined });
  useTitle(`History of ${testText(test)}`);
  const type = (text: string) => {
    setTyped(text);
    setParams({ target: text || undefined }, { typing: true });
  };
  return (
    <article class="test-page">
      <header class="object-head">
        <div class="object-title">
          <h1>{testText(test)}</h1>
        </div>
        <label class="field">
          Targets
          <input type="search" placeholder="all" value={typed} onInput={({ currentTarget }) => type(currentTarget.value)} />
        </label>
      </header>
      {value !== undefined ? (
        <HistoryReport test={test} history={value} />
      ) : error !== undefined ? (
        <ErrorState error={error} />
      ) : (
        <Loading what="history" />
      )}
    </article>
  );
}
