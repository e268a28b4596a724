import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { Link } from "../../parts/link.js";
import { ErrorState } from "../../parts/states.js";
import { VerdictBadge } from "../../parts/verdict.js";
import { MissingState } from "../test/missing.js";
import { runRoute, testQuestion, testRoute, testText } from "../test/refs.js";
import { useLastKnown } from "../test/use-last-known.js";
import { LogPanel } from "./log-panel.js";

/** The page of a log; spec 06 § 25. */
export default function LogPage({ route, setParams }: ViewProps<"log">) {
  const { test, params } = route;
  const { value, error, again } = useAnswer("test/page", testQuestion(test));
  const { view, missing } = useLastKnown(value);
  useTitle(`${params["f"] ?? "log"} · ${testText(test)} · ${test.r}`);
  if (view === undefined && missing !== undefined) return <MissingState missing={missing} run={test} test={test} />;
  if (view === undefined && error !== undefined) return <ErrorState error={error} again={again} />;
  return (
    <article class="log-view">
      <header class="log-head">
        {view !== undefined && <VerdictBadge verdict={view.test} />}
        <h1 class="clip">
          <Link to={testRoute(test)}>{testText(test)}</Link>
        </h1>
        <Link to={runRoute(test)} class="soft clip">
          {test.t} / {test.r}
        </Link>
      </header>
      <LogPanel test={test} view={view} params={params} setParams={setParams} />
    </article>
  );
}
