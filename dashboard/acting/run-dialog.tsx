import { useState } from "preact/hooks";
import type { RunChange, RunNow, RunRef } from "../../src/view/index.js";
import { ApiError, act } from "../app/api.js";
import { readAgain } from "../app/session.js";
import { useAnswer } from "../app/use-answer.js";
import { Dialog } from "../parts/dialog.js";
import { may } from "./offers.js";
import { Problem } from "./plan-dialog.js";

interface RunDialogProps {
  readonly run: RunRef;
  readonly onClose: () => void;
}

/** Status, comment and lock of a run; spec 06 § 32.2. */
export function RunDialog({ run, onClose }: RunDialogProps) {
  const { value, error, again } = useAnswer("run", { ...run });
  const [set, setSet] = useState<RunChange["set"]>({});
  const [problem, setProblem] = useState<string>();
  const record = value?.run;
  const isLocked = record?.state === "locked";
  const save = async () => {
    if (record === undefined) return;
    const { state, status, comment } = record;
    const body: RunChange = { ...run, set, expected: { state, status, comment } };
    try {
      await act<RunNow>("PATCH", "run", body);
      readAgain();
      onClose();
    } catch (failed) {
      if (!(failed instanceof ApiError)) throw failed;
      setProblem(failed.message);
      again();
    }
  };
  return (
    <Dialog
      title={`Run ${run.t}/${run.r}`}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button type="button" class="primary" disabled={record === undefined || Object.keys(set).length === 0} onClick={() => void save()}>
            Save
          </button>
        </>
      }
    >
      <div class="plan">
        {error !== undefined && <Problem text={error.message} />}
        {problem !== undefined && <Problem text={problem} />}
        <label class="block-field">
          <span>Status</span>
          <input value={set.status ?? record?.status ?? ""} onInput={({ currentTarget }) => setSet({ ...set, status: currentTarget.value })} />
        </label>
        <label class="block-field">
          <span>Comment</span>
          <textarea
            rows={2}
            value={set.comment ?? record?.comment ?? ""}
            onInput={({ currentTarget }) => setSet({ ...set, comment: currentTarget.value })}
          />
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={set.locked ?? isLocked}
            disabled={isLocked && !may("admin")}
            onChange={({ currentTarget }) => setSet({ ...set, locked: currentTarget.checked })}
          />
          locked: its tests cannot be removed or set back
        </label>
        {isLocked && !may("admin") && <p class="soft">To unlock it needs level admin.</p>}
      </div>
    </Dialog>
  );
}
