import { useState } from "preact/hooks";
import type { Job, Plan } from "../../../src/view/index.js";
import { AffectedView, tests } from "../../acting/affected.js";
import { CommandText } from "../../acting/command-text.js";
import { Note, newPlanIn, Problem } from "../../acting/plan-dialog.js";
import type { Planned } from "../../acting/use-plan.js";
import { ApiError, act } from "../../app/api.js";
import { openDrawer } from "../../app/drawer.js";
import { Copy } from "../../parts/copy.js";

interface PreviewPaneProps {
  readonly planned: Planned;
  readonly isComplete: boolean;
  /** Why nothing can be started; empty when it can. */
  readonly whyNot: string;
}

/** What the form would come to, and the button that does it. */
export function PreviewPane({ planned, isComplete, whyNot }: PreviewPaneProps) {
  const { plan, error, isMaking, isChanged } = planned;
  const [problem, setProblem] = useState<string>();
  const start = async (confirmed: Plan) => {
    setProblem(undefined);
    try {
      const { id } = await act<Job>("POST", "jobs", { plan: confirmed.id });
      openDrawer({ view: "job", id, params: {} });
      planned.again(false);
    } catch (failed) {
      if (!(failed instanceof ApiError)) throw failed;
      const now = newPlanIn(failed);
      if (now !== undefined) planned.replace(now);
      else if (failed.code === "gone") planned.again(true);
      else setProblem(failed.message);
    }
  };
  const isReady = plan !== undefined && isComplete && whyNot === "" && error === undefined;
  return (
    <section class="launch-preview plan" aria-label="What it comes to" aria-busy={isMaking}>
      <h2>What it comes to</h2>
      {whyNot !== "" && <Note text={whyNot} />}
      {whyNot === "" && !isComplete && <p class="soft">Fill in the target and the run name.</p>}
      {error !== undefined && isComplete && <Problem text={error.message} />}
      {problem !== undefined && <Problem text={problem} />}
      {isReady && (
        <>
          {isChanged && <Note text="What this would run has changed meanwhile: look at it again." />}
          <CommandText text={plan.text} />
          {plan.warnings.map((warning) => (
            <Note key={warning} text={warning} />
          ))}
          <AffectedView affected={plan.affected} preview={plan.preview} />
        </>
      )}
      <div class="launch-buttons">
        <button type="button" class="primary" disabled={!isReady || isMaking} onClick={() => plan && void start(plan)}>
          {isReady ? (plan.affected.count === 0 ? "Launch anyway" : `Launch ${tests(plan.affected.count)}`) : "Launch"}
        </button>
        <span class="soft">
          This form is in the address: copy it for a colleague <Copy text={window.location.href} what="address" />
        </span>
      </div>
    </section>
  );
}
