import { useEffect, useRef, useState } from "preact/hooks";
import { formatUrl, type LiveEvent, type TestRef } from "../../../src/view/index.js";
import { useLive } from "../../app/live.js";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { LazyTab } from "../../parts/lazy-tab.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { Tabs } from "../../parts/tabs.js";
import { TestHead } from "./head.js";
import { GoneBanner, MissingState } from "./missing.js";
import { Place } from "./place.js";
import { isSameTest, testQuestion, testRoute, testText, topicOf } from "./refs.js";
import { testTabs } from "./tabs.js";
import { useLastKnown } from "./use-last-known.js";
import "../../parts/object-page.css";
import "./test.css";

/** The page of a test, also in the drawer; spec 06 § 24. */
export default function TestPage(props: ViewProps<"test">) {
  return (
    <Place value={props.inDrawer}>
      <TestOf key={formatUrl(testRoute(props.route.test))} {...props} />
    </Place>
  );
}

function TestOf({ route, setParams, inDrawer }: ViewProps<"test">) {
  const { test: ref, params } = route;
  const { value: answer, error, again } = useAnswer("test/page", testQuestion(ref));
  const { view, missing } = useLastKnown(answer);
  const { value: history, again: historyAgain } = useAnswer("history", { t: ref.t, n: ref.n, i: ref.i });
  const changes = useChanges(ref, () => {
    again();
    historyAgain();
  });
  useTitle(inDrawer ? undefined : `${view === undefined ? "" : `${view.test.status} `}${testText(ref)} · ${ref.r}`);
  if (view === undefined) {
    if (missing !== undefined) return <MissingState missing={missing} run={ref} test={ref} />;
    return error === undefined ? <Loading what={testText(ref)} /> : <ErrorState error={error} again={again} />;
  }
  const tab = testTabs.find(({ id }) => id === params["tab"]) ?? testTabs[0];
  if (tab === undefined) return null;
  const show = (id: string) => setParams({ tab: id === testTabs[0]?.id ? undefined : id });
  return (
    <article class="test-page">
      {missing !== undefined && <GoneBanner missing={missing} test={ref} />}
      <TestHead test={ref} view={view} history={history} again={again} />
      <Tabs label="Parts of the test" tabs={testTabs} current={tab.id} onChange={show}>
        <LazyTab key={tab.id} what={tab.title.toLowerCase()} load={tab.load} props={{ test: ref, view, history, params, setParams, changes }} />
      </Tabs>
    </article>
  );
}

/** Events come in bunches; ms. */
const settling = 250;

/** Counts how often something about the test has changed. @param onChange called for each time */
function useChanges(ref: TestRef, onChange: () => void): number {
  const [changes, setChanges] = useState(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(topicOf({ view: "test", test: ref, params: {} }), (event) => {
    if (!concerns(event, ref) || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      setChanges((count) => count + 1);
      onChange();
    }, settling);
  });
  return changes;
}

function concerns(event: LiveEvent, ref: TestRef): boolean {
  if (event.kind === "run") return event.runs.some(({ kind, runname, target }) => kind === "gone" && runname === ref.r && target.join("/") === ref.t);
  return "tests" in event && event.tests.some((test) => isSameTest(test, ref));
}
