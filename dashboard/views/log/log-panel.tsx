import { useMemo, useRef } from "preact/hooks";
import { isLive } from "../../../src/model/index.js";
import type { LogRef, Params, TestRef, TestView } from "../../../src/view/index.js";
import { useLive } from "../../app/live.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { testQuestion, topicOf } from "../test/refs.js";
import { DiffView } from "./diff-view.js";
import { FileChoice } from "./file-choice.js";
import { firstLog, isPage, type LogFile, logFiles } from "./log-files.js";
import { LogView } from "./log-view.js";
import { PageFrame } from "./page-frame.js";
import "./log.css";

interface LogPanelProps {
  readonly test: TestRef;
  /** Undefined while it is not known. */
  readonly view: TestView | undefined;
  /** `f` and what else § 18.1 says of logs. */
  readonly params: Params;
  readonly setParams: ViewProps["setParams"];
}

/** The logs of a test, one of which is shown. Fills the height that it is given. Spec 06 § 25 */
export function LogPanel({ test, view, params, setParams }: LogPanelProps) {
  const { value: steps, error, again } = useAnswer("test/steps", testQuestion(test));
  useLive(topicOf({ view: "test", test, params: {} }), again);
  const files = useMemo(() => logFiles(steps?.items ?? [], view?.test.final_logf ?? ""), [steps, view?.test.final_logf]);
  const isKnown = steps !== undefined && view !== undefined;
  // The log that was shown first stays, also when a new step has begun.
  const first = useRef<string>(undefined);
  if (isKnown) first.current ??= firstLog(files, view);
  const f = params["f"] ?? first.current;
  if (error !== undefined && f === undefined) return <ErrorState error={error} />;
  if (f === undefined && !isKnown) return <Loading what="the logs" />;
  if (f === undefined) return <EmptyState title="No log yet">The steps of this test have not written any log.</EmptyState>;
  const shown = files.some((file) => file.f === f) ? files : [...files, { f, of: "" }];
  const given = isFollowedByItself(view, params) ? { ...params, tail: "1" } : params;
  return <Shown key={f} test={test} f={f} files={shown} isOfFailedStep={f === view?.failure?.step?.log} params={given} setParams={setParams} />;
}

/** A log that is being written is followed, unless the address says otherwise. */
function isFollowedByItself(view: TestView | undefined, { tail, line }: Params): boolean {
  return tail === undefined && line === undefined && view !== undefined && isLive(view.test.state);
}

interface ShownProps extends Omit<LogPanelProps, "view"> {
  readonly f: string;
  readonly files: readonly LogFile[];
  readonly isOfFailedStep: boolean;
}

function Shown({ test, f, files, isOfFailedStep, params, setParams }: ShownProps) {
  const logRef: LogRef = useMemo(() => ({ ...test, f }), [JSON.stringify(test), f]);
  const choice = <FileChoice files={files} f={f} setParams={setParams} />;
  const other = params["with"];
  if (isPage(f) && params["source"] !== "1") {
    return (
      <section class="log-panel">
        <div class="log-tools">
          {choice}
          <span class="spacer" />
          <button type="button" onClick={() => setParams({ source: "1" })}>
            Source
          </button>
        </div>
        <PageFrame test={test} path={f} />
      </section>
    );
  }
  if (other !== undefined) return <DiffView logRef={logRef} other={other} choice={choice} params={params} setParams={setParams} />;
  return <LogView logRef={logRef} choice={choice} isOfFailedStep={isOfFailedStep} params={params} setParams={setParams} />;
}
