import { useEffect, useRef } from "preact/hooks";
import { formatUrl, type RunRef } from "../../../src/view/index.js";
import { useLive } from "../../app/live.js";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { LazyTab } from "../../parts/lazy-tab.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { Tabs } from "../../parts/tabs.js";
import { GoneBanner, MissingState } from "../test/missing.js";
import { isSameRun, runQuestion, runRoute, topicOf } from "../test/refs.js";
import { useLastKnown } from "../test/use-last-known.js";
import { RunHead } from "./head.js";
import type { RunTabProps } from "./tab-props.js";
import { runTabs } from "./tabs.js";
import { useRunTests } from "./use-run-tests.js";
import "../../parts/object-page.css";
import "./run.css";

/** The page of a run; spec 06 § 23. */
export default function RunPage(props: ViewProps<"run">) {
  return <RunOf key={formatUrl(runRoute(props.route.run))} {...props} />;
}

function RunOf({ route, setParams, inDrawer }: ViewProps<"run">) {
  const { run: ref, params } = route;
  const { value: answer, error, again } = useAnswer("run/page", runQuestion(ref));
  const { view, missing } = useLastKnown(answer);
  useTitle(inDrawer ? undefined : `${ref.r} · ${ref.t}`);
  useRunEvents(ref, again);
  if (view === undefined) {
    if (missing !== undefined) return <MissingState missing={missing} run={ref} />;
    return error === undefined ? <Loading what={ref.r} /> : <ErrorState error={error} again={again} />;
  }
  return (
    <article class="run-page">
      {missing !== undefined && <GoneBanner missing={missing} />}
      <RunHead run={ref} view={view} again={again} />
      <RunTabs run={ref} view={view} params={params} setParams={setParams} />
    </article>
  );
}

function RunTabs({ run, view, params, setParams }: Omit<RunTabProps, "tests">) {
  const tests = useRunTests(run);
  const tab = runTabs.find(({ id }) => id === params["tab"]) ?? runTabs[0];
  if (tab === undefined) return null;
  const show = (id: string) => setParams({ tab: id === runTabs[0]?.id ? undefined : id });
  return (
    <Tabs label="Parts of the run" tabs={runTabs} current={tab.id} onChange={show}>
      <LazyTab key={tab.id} what={tab.title.toLowerCase()} load={tab.load} props={{ run, view, tests, params, setParams }} />
    </Tabs>
  );
}

/** Counts of a run at work change all the time; ms. */
const settling = 1000;

function useRunEvents(ref: RunRef, again: () => void): void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLive(topicOf(runRoute(ref)), (event) => {
    const concerns =
      (event.kind === "tests" && event.tests.some((test) => isSameRun(test, ref))) ||
      (event.kind === "run" && event.runs.some(({ target, runname }) => target.join("/") === ref.t && runname === ref.r));
    if (!concerns || timer.current !== undefined) return;
    timer.current = setTimeout(() => {
      timer.current = undefined;
      again();
    }, settling);
  });
}
