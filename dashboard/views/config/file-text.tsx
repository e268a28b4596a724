import { useEffect, useRef } from "preact/hooks";

interface FileTextProps {
  readonly text: string;
  /** Line to show, from 1. */
  readonly line: number;
}

/** A configuration file with line numbers. */
export function FileText({ text, line }: FileTextProps) {
  const marked = useRef<HTMLLIElement>(null);
  useEffect(() => marked.current?.scrollIntoView({ block: "center" }), [text, line]);
  return (
    // Scrolls, so the keyboard must be able to reach it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <ol class="file-text mono" tabIndex={0} aria-label="Text of the file">
      {text
        .replace(/\n$/, "")
        .split("\n")
        .map((content, at) => (
          <li key={at} {...(at + 1 === line && { ref: marked, class: "marked", "aria-current": "location" as const })}>
            {content}
          </li>
        ))}
    </ol>
  );
}
