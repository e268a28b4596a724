import { useEffect, useRef, useState } from "preact/hooks";
import type { RunChange, RunExpectation, RunRef, TestChange, TestExpectation, TestRef } from "../../src/view/index.js";
import { ApiError, act } from "../app/api.js";
import { notify } from "../app/notices.js";
import { may } from "./offers.js";
import "./acting.css";

type EditableCommentProps =
  | { readonly of: "test"; readonly name: TestRef; readonly record: TestExpectation; readonly onSaved: () => void }
  | { readonly of: "run"; readonly name: RunRef; readonly record: RunExpectation; readonly onSaved: () => void };

/** A comment that is edited in place: Enter or leaving it saves, once; Esc restores. Spec 06 § 24 */
export function EditableComment(props: EditableCommentProps) {
  const { record } = props;
  const [text, setText] = useState<string>();
  const field = useRef<HTMLInputElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const isOver = useRef(false);
  const isByKey = useRef(false);
  const isEditing = text !== undefined;
  useEffect(() => {
    if (isEditing) field.current?.select();
    else if (isByKey.current) button.current?.focus();
    isByKey.current = false;
  }, [isEditing]);
  if (!may("operate") || props.name.a !== undefined) return record.comment === "" ? null : <p class="object-comment">{record.comment}</p>;
  // The field loses the focus, too, when it goes.
  const end = (isKept: boolean) => {
    if (isOver.current || text === undefined) return;
    isOver.current = true;
    setText(undefined);
    if (isKept && text !== record.comment) void write(props, text, edit);
  };
  const edit = (from: string) => {
    isOver.current = false;
    setText(from);
  };
  if (!isEditing) {
    return (
      <button ref={button} type="button" class="plain editable-comment" title="Edit the comment" onClick={() => edit(record.comment)}>
        {record.comment === "" ? <span class="soft">Add a comment</span> : record.comment}
      </button>
    );
  }
  return (
    <input
      ref={field}
      class="comment-field"
      aria-label="Comment; Enter saves, Escape restores"
      value={text}
      onInput={({ currentTarget }) => setText(currentTarget.value)}
      onBlur={() => end(true)}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== "Escape") return;
        isByKey.current = true;
        end(event.key === "Enter");
        event.preventDefault();
        event.stopPropagation();
      }}
    />
  );
}

async function write({ of, name, record, onSaved }: EditableCommentProps, comment: string, editAgain: (text: string) => void): Promise<void> {
  const { state, status } = record;
  const body: TestChange | RunChange = { ...name, set: { comment }, expected: { state, status, comment: record.comment } };
  try {
    await act("PATCH", of, body);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    notify(error.code === "conflict" ? "Somebody has changed it meanwhile: this is how it is now. Your comment was not saved." : error.message, {
      kind: "problem",
      action: { label: "Edit mine again", run: () => editAgain(comment) },
    });
  }
  onSaved();
}
