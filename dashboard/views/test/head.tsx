import { isLive } from "../../../src/model/index.js";
import { cellText, classOf, classTraits, type History, type TestRef, type TestView } from "../../../src/view/index.js";
import { EditableComment } from "../../acting/editable-comment.js";
import { TestActions } from "../../acting/test-actions.js";
import { useKeys } from "../../app/keys.js";
import { useAnswer } from "../../app/use-answer.js";
import { Duration, When } from "../../parts/time.js";
import { CountsBar, countsText } from "../../parts/verdict.js";
import { HistoryClassText } from "../history/class-text.js";
import { PlaceLink, useShow } from "./place.js";
import { inSameRun, runQuestion, runRoute, testRoute } from "./refs.js";
import { VerdictStrip } from "./strip.js";

interface TestHeadProps {
  readonly test: TestRef;
  readonly view: TestView;
  readonly history: History | undefined;
  /** Reads the test anew. */
  readonly again: () => void;
}

/** What a test is and how it stands. */
export function TestHead({ test, view, history, again }: TestHeadProps) {
  const { test: record } = view;
  const name = classOf(record);
  return (
    <header class={`object-head is-${name}`}>
      <div class="object-title">
        <span class="verdict-plate" title={`${record.state}/${record.status}`}>
          <span aria-hidden="true">{classTraits[name].glyph}</span> {cellText(record)}
        </span>
        <h1>
          <TestPathText n={test.n} i={test.i} />
        </h1>
        <TestActions test={test} />
        <FailingWay test={test} history={history} />
      </div>
      <p class="object-facts">
        <PlaceLink to={runRoute(test)}>
          {test.t}/<strong>{test.r}</strong>
        </PlaceLink>
        <Timing view={view} history={history} />
        {record.host !== "" && record.host !== "n/a" && <span>on {record.host}</span>}
      </p>
      <EditableComment of="test" name={test} record={record} onSaved={again} />
      {view.items !== undefined && (
        <div class="object-counts">
          <CountsBar counts={view.items} />
          <span class="soft">{countsText(view.items)}</span>
        </div>
      )}
      {history !== undefined && history.items.length > 0 && (
        <VerdictStrip test={test} items={history.items} current={test}>
          <PlaceLink to={testRoute(test, { tab: "history" })} class="quiet">
            <HistoryClassText history={history} />
          </PlaceLink>
        </VerdictStrip>
      )}
    </header>
  );
}

/** The item stands out: of a test with hundreds it is what differs. */
function TestPathText({ n, i }: Pick<TestRef, "n" | "i">) {
  if (i === "") return n;
  return (
    <>
      <span class="soft">{n}/</span>
      {i}
    </>
  );
}

function Timing({ view, history }: Pick<TestHeadProps, "view" | "history">) {
  const { test } = view;
  const usual = history?.durations?.median;
  if (test.state === "NOT_STARTED") return <span>not started</span>;
  return (
    <>
      <span>
        <When epoch={test.event_time} />
      </span>
      <span>
        {isLive(test.state) ? (
          <>
            for <Duration since={test.event_time} />
          </>
        ) : (
          <>
            took <Duration seconds={test.run_duration} />
          </>
        )}
        {usual !== undefined && usual >= 1 && (
          <span class="soft">
            , usually <Duration seconds={Math.round(usual)} />
          </span>
        )}
      </span>
    </>
  );
}

/** From one failing test of the run to the next, and from run to run. */
function FailingWay({ test, history }: Pick<TestHeadProps, "test" | "history">) {
  const show = useShow();
  const failing = useAnswer("run/failing", runQuestion(test)).value?.items ?? [];
  const at = failing.findIndex(({ testname, item_path }) => testname === test.n && item_path === test.i);
  const after = failing.findIndex(({ testname, item_path }) => testname > test.n || (testname === test.n && item_path > test.i));
  const next = failing[at >= 0 ? at + 1 : after];
  const previous = failing[at >= 0 ? at - 1 : after < 0 ? failing.length - 1 : after - 1];
  const runs = history?.items ?? [];
  const here = runs.findIndex(({ t, r }) => t === test.t && r === test.r);
  const goTo = (route: Parameters<typeof show>[0] | undefined) => route && show(route);
  const inRun = (name: typeof next) => name && testRoute(inSameRun(test, name));
  const inOther = (run: (typeof runs)[number] | undefined) => run && testRoute({ ...test, t: run.t, r: run.r });
  useKeys("Test", {
    n: { label: "next failing test of the run", run: () => goTo(inRun(next)) },
    p: { label: "previous failing test of the run", run: () => goTo(inRun(previous)) },
    "[": { label: "this test in the next newer run", run: () => goTo(here < 0 ? undefined : inOther(runs[here + 1])) },
    "]": { label: "this test in the next older run", run: () => goTo(inOther(runs[here - 1])) },
  });
  if (failing.length === 0) return null;
  return (
    <nav class="failing-way" aria-label="Failing tests of this run">
      {previous && (
        <PlaceLink to={testRoute(inSameRun(test, previous))} class="button" title="Previous failing test (p)">
          ‹ <span class="only-spoken">Previous failing test</span>
        </PlaceLink>
      )}
      <span class="soft">
        {at >= 0 ? `${at + 1} of ` : ""}
        {failing.length} failing
      </span>
      {next && (
        <PlaceLink to={testRoute(inSameRun(test, next))} class="button" title="Next failing test (n)">
          › <span class="only-spoken">Next failing test</span>
        </PlaceLink>
      )}
    </nav>
  );
}
