import { useState } from "preact/hooks";
import { isLive } from "../../src/model/index.js";
import type { TestExpectation, TestRef, TestsChange } from "../../src/view/index.js";
import { ApiError, act } from "../app/api.js";
import { notify } from "../app/notices.js";
import { readAgain } from "../app/session.js";
import { Dialog } from "../parts/dialog.js";
import { VerdictBadge } from "../parts/verdict.js";
import { tests as testsText } from "./affected.js";
import { type SeenTest, useSeen } from "./expectations.js";
import { acting } from "./offers.js";
import { Note, Problem } from "./plan-dialog.js";
import { CommentField, Justification, VerdictFields } from "./tests-fields.js";
import { isJustified } from "./waiver.js";

interface TestsDialogProps {
  readonly kind: "verdict" | "waive" | "comment";
  readonly tests: readonly TestRef[];
  readonly onClose: () => void;
}

const titles = { verdict: "Set result", waive: "Waive", comment: "Comment" } as const;

/** Changes results and comments of tests at once, with what was seen before; spec 06 § 32.2. */
export function TestsDialog({ kind, tests, onClose }: TestsDialogProps) {
  const { seen, error, again } = useSeen(tests);
  const [set, setSet] = useState<Partial<TestExpectation>>(kind === "waive" ? { state: "COMPLETED", status: "WAIVED" } : {});
  const [isOverwriting, setOverwriting] = useState(false);
  const [problem, setProblem] = useState<string>();
  const live = kind === "comment" ? [] : (seen ?? []).filter(({ expected }) => isLive(expected.state));
  const comment = set.comment ?? (seen?.length === 1 ? (seen[0]?.expected.comment ?? "") : "");
  const isComplete = Object.keys(set).length > 0 && (kind !== "waive" || isJustified(comment, acting.value?.waivercommentpatt ?? ""));
  const save = async () => {
    const conflict = seen && (await write(seen, kind === "waive" ? { ...set, comment } : set, isOverwriting));
    if (conflict === undefined) return onClose();
    setProblem(conflict);
    again();
  };
  const change = (changes: Partial<TestExpectation>) => setSet({ ...set, ...changes });
  return (
    <Dialog
      title={`${titles[kind]}: ${nameOf(tests)}`}
      onClose={onClose}
      actions={
        <>
          <button type="button" onClick={onClose}>
            Cancel
          </button>
          <button
            type="button"
            class="primary"
            disabled={!isComplete || seen === undefined || (live.length > 0 && !isOverwriting)}
            onClick={() => void save()}
          >
            {kind === "waive" ? `Waive ${testsText(tests.length)}` : "Save"}
          </button>
        </>
      }
    >
      <div class="plan">
        {seen !== undefined && <Now seen={seen} asked={tests.length} />}
        {problem !== undefined && <Problem text={problem} />}
        {error !== undefined && <Problem text={error.message} />}
        {kind === "verdict" && <VerdictFields set={set} onChange={change} />}
        {kind === "waive" ? (
          <Justification comment={comment} onChange={change} />
        ) : (
          <CommentField comment={comment} isOnly={kind === "comment"} onChange={change} />
        )}
        {live.length > 0 && <Live count={live.length} isOverwriting={isOverwriting} onChange={setOverwriting} />}
      </div>
    </Dialog>
  );
}

/** How the tests stand. */
function Now({ seen, asked }: { readonly seen: readonly SeenTest[]; readonly asked: number }) {
  const [first] = seen;
  if (seen.length < asked) return <Note text={`${asked - seen.length} of them are gone`} />;
  if (first === undefined || seen.length > 1) return <p class="soft">Their results become the same; comments that are not given stay.</p>;
  return (
    <p class="job-line">
      <span class="soft">now</span> <VerdictBadge verdict={first.expected} />
      <span class="soft clip">{first.expected.comment}</span>
    </p>
  );
}

function Live({
  count,
  isOverwriting,
  onChange,
}: {
  readonly count: number;
  readonly isOverwriting: boolean;
  readonly onChange: (yes: boolean) => void;
}) {
  return (
    <label class="check confirm">
      <input type="checkbox" checked={isOverwriting} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
      {count === 1 ? "It is running" : `${count} of them are running`}: overwrite what they say
    </label>
  );
}

function nameOf([first, ...more]: readonly TestRef[]): string {
  if (first === undefined || more.length > 0) return testsText(more.length + 1);
  return `${first.n}${first.i === "" ? "" : `/${first.i}`} of ${first.r}`;
}

/** What went wrong; undefined when all is written. */
async function write(seen: readonly SeenTest[], set: Partial<TestExpectation>, live: boolean): Promise<string | undefined> {
  const body: TestsChange = { tests: seen.map(({ ref, expected }) => ({ ...ref, expected })), set, ...(live && { live }) };
  try {
    await act("PATCH", "tests", body);
    readAgain();
    notify(`${testsText(seen.length)} changed.`);
    return undefined;
  } catch (error) {
    if (error instanceof ApiError) return error.message;
    throw error;
  }
}
