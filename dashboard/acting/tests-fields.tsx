import type { TestExpectation } from "../../src/view/index.js";
import { acting } from "./offers.js";
import { isJustified } from "./waiver.js";

/** Those that a person sets; spec 06 § 6.4. */
const states = ["COMPLETED", "NOT_STARTED", "KILLREQ", "KILLED", "STUCK", "ARCHIVED", "LAUNCHED", "REMOTEHOSTSTART", "RUNNING"];
const statuses = ["PASS", "WARN", "FAIL", "CHECK", "SKIP", "ABORT", "DEAD", "STUCK/DEAD", "PREQ_FAIL", "PREQ_DISCARDED", "n/a"];

interface FieldsProps {
  readonly set: Partial<TestExpectation>;
  readonly onChange: (changes: Partial<TestExpectation>) => void;
}

/** State and status, each to be left as it is. */
export function VerdictFields({ set, onChange }: FieldsProps) {
  return (
    <div class="verdict-fields">
      <Choice
        title="Status"
        values={statuses}
        value={set.status}
        onChoose={(status) => onChange({ status, ...(set.state === undefined && { state: "COMPLETED" }) })}
      />
      <Choice title="State" values={states} value={set.state} onChoose={(state) => onChange({ state })} />
    </div>
  );
}

interface ChoiceProps {
  readonly title: string;
  readonly values: readonly string[];
  readonly value: string | undefined;
  readonly onChoose: (value: string) => void;
}

function Choice({ title, values, value, onChoose }: ChoiceProps) {
  return (
    <fieldset class="choice">
      <legend>{title}</legend>
      {values.map((one) => (
        <label key={one}>
          <input type="radio" class="only-spoken" name={title} checked={one === value} onChange={() => onChoose(one)} />
          <span>{one}</span>
        </label>
      ))}
    </fieldset>
  );
}

interface CommentProps {
  readonly comment: string;
  readonly onChange: (changes: Partial<TestExpectation>) => void;
}

export function CommentField({ comment, onChange, isOnly }: CommentProps & { readonly isOnly: boolean }) {
  return (
    <label class="block-field">
      <span>{isOnly ? "Comment" : "Comment, if it is to change"}</span>
      <textarea rows={2} value={comment} onInput={({ currentTarget }) => onChange({ comment: currentTarget.value })} />
    </label>
  );
}

/** Why a failure is accepted, and whether that will do. */
export function Justification({ comment, onChange }: CommentProps) {
  const pattern = acting.value?.waivercommentpatt ?? "";
  const isGood = isJustified(comment, pattern);
  return (
    <label class="block-field">
      <span>Justification</span>
      <textarea
        rows={3}
        value={comment}
        aria-invalid={!isGood}
        aria-describedby="justification-rule"
        onInput={({ currentTarget }) => onChange({ comment: currentTarget.value })}
      />
      {pattern !== "" && (
        <small id="justification-rule" class={isGood ? "good-text" : "bad-text"} role="status">
          {isGood ? "✓ fits" : "✗ must fit"} <code>{pattern}</code>
        </small>
      )}
    </label>
  );
}
