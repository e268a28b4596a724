import { useState } from "preact/hooks";
import { type LiveEvent, type Params, parseRef } from "../../../src/view/index.js";
import { useLive } from "../../app/live.js";
import { hasAreas, keyCount } from "../../app/router.js";
import { useTitle } from "../../app/title.js";
import { useSettled } from "../../app/use-settled.js";
import type { ViewProps } from "../../app/view-props.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { Tabs } from "../../parts/tabs.js";
import { runRoute, topicOf } from "../test/refs.js";
import { useAnswerAgain } from "../test/use-answer-again.js";
import { DiffHead } from "./head.js";
import { DiffTests } from "./tests.js";
import { DiffValuesTable } from "./values.js";
import "../../parts/object-page.css";
import "./diff.css";

/** The difference of two runs; spec 06 § 27. */
export default function DiffPage({ route, setParams }: ViewProps<"diff">) {
  const { params } = route;
  const [src, dst] = [params["src"] ?? "", params["dst"] ?? ""];
  useTitle(src === "" || dst === "" ? "Difference" : `${dst} against ${src}`);
  return (
    <article class="run-page">
      {src === "" || dst === "" ? (
        <>
          <DiffHead src={src} dst={dst} setParams={setParams} />
          <EmptyState title="Which runs?">Choose a source, and a destination that is compared with it.</EmptyState>
        </>
      ) : (
        <DiffOf key={`${src} ${dst}`} src={src} dst={dst} params={params} setParams={setParams} />
      )}
    </article>
  );
}

interface DiffOfProps extends Pick<ViewProps<"diff">, "setParams"> {
  readonly src: string;
  readonly dst: string;
  readonly params: Params;
}

function DiffOf({ src, dst, params, setParams }: DiffOfProps) {
  const { hide, only, find } = params;
  const changes = useChanges(src, dst);
  const { value, error, again } = useAnswerAgain("diff", { src, dst, hide, only, find }, changes);
  const tab = params["tab"] === "values" ? "values" : "tests";
  const content = () => {
    if (error !== undefined) return <ErrorState error={error} again={again} />;
    if (tab === "values") return <DiffValuesTable src={src} dst={dst} changes={changes} />;
    return value === undefined ? <Loading what="the difference" /> : <DiffTests diff={value} params={params} setParams={setParams} />;
  };
  return (
    <>
      <DiffHead src={src} dst={dst} setParams={setParams} {...(value && { diff: value })} />
      <Tabs
        label="What is compared"
        tabs={[
          { id: "tests", title: "Tests" },
          { id: "values", title: "Measured values" },
        ]}
        current={tab}
        onChange={(id) => setParams({ tab: id === "tests" ? undefined : id })}
      >
        {content()}
      </Tabs>
    </>
  );
}

/** Changes of both runs are read together, after so many ms. */
const settlingTime = 2000;

/** Grows when a test of one of the runs has changed. */
function useChanges(src: string, dst: string): number {
  const [changes, setChanges] = useState(0);
  const settled = useSettled(() => setChanges((count) => count + 1), settlingTime);
  const onEvent = ({ kind }: LiveEvent) => kind === "tests" && settled();
  useLive(topicOfRun(src), onEvent);
  useLive(topicOfRun(dst), onEvent);
  return changes;
}

function topicOfRun(text: string): string | undefined {
  const run = keyCount.value === undefined ? undefined : parseRef(text, keyCount.value, hasAreas.value);
  return run && topicOf(runRoute(run));
}
