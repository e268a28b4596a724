import { useLayoutEffect, useRef, useState } from "preact/hooks";
import { parseLines } from "./window.js";

interface GoToLineProps {
  readonly lines: number;
  readonly onGo: (lines: string) => void;
  readonly onClose: () => void;
}

/** Asks for a line: `120`, `120-140`, or a place in the log: `50%`. */
export function GoToLine({ lines, onGo, onClose }: GoToLineProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  // Before the next key is typed.
  useLayoutEffect(() => field.current?.focus(), []);
  return (
    <form
      class="log-go-to"
      onSubmit={(event) => {
        event.preventDefault();
        // The last key may not have been drawn yet.
        const line = lineOf(field.current?.value.trim() ?? "", lines);
        if (line !== undefined) onGo(line);
        onClose();
      }}
    >
      <label>
        Go to line
        <input
          ref={field}
          type="text"
          inputMode="numeric"
          value={text}
          placeholder="120, 120-140 or 50%"
          aria-invalid={text !== "" && lineOf(text, lines) === undefined}
          onInput={({ currentTarget }) => setText(currentTarget.value.trim())}
          onBlur={onClose}
          onKeyDown={(event) => {
            if (event.key !== "Escape") return;
            event.stopPropagation();
            onClose();
          }}
        />
      </label>
    </form>
  );
}

function lineOf(text: string, lines: number): string | undefined {
  const [, share] = /^(\d{1,3}(?:\.\d+)?)%$/.exec(text) ?? [];
  if (share !== undefined) return String(Math.max(1, Math.round((Math.min(100, Number(share)) / 100) * lines)));
  return parseLines(text) === undefined ? undefined : text;
}
