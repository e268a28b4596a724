import { useEffect } from "preact/hooks";
import type { NamesOfId, Params, Route } from "../../../src/view/index.js";
import { go } from "../../app/router.js";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { ErrorState, Loading } from "../../parts/states.js";

/** Finds the names for ids of the database, and goes there: names stay, ids are given out again. Spec 06 § 18.1 */
export default function IdPage({ route: { runId, testId, params } }: ViewProps<"id">) {
  const { value, error } = useAnswer("id", { run: runId, test: testId });
  useTitle(testId === undefined ? `Run ${runId}` : `Test ${testId} of run ${runId}`);
  useEffect(() => {
    if (value !== undefined) go(pageOf(value, params), { replace: true });
  }, [value]);
  return error === undefined ? <Loading what="the names" /> : <ErrorState error={error} />;
}

function pageOf({ t, r, n, i = "" }: NamesOfId, { view, ...params }: Params): Route {
  if (n === undefined) return { view: "run", run: { t, r }, params };
  const test = { t, r, n, i };
  return view === "log" ? { view, test, params } : { view: "test", test, params };
}
