import type { LogMarks, LogWindow, TestRef } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { PlaceLink } from "./place.js";
import { logRoute, testQuestion } from "./refs.js";

interface ExcerptProps {
  readonly test: TestRef;
  /** The log, below the run directory. */
  readonly log: string;
}

/** Lines around the one that is told to have failed, or of the end of the log. */
const around = { before: 4, after: 3, end: 10 };

/** The lines of a log that say why a step failed: around the first line that a failed rule names, else the last ones. */
export function Excerpt({ test, log }: ExcerptProps) {
  const question = { ...testQuestion(test), f: log };
  const { value: marks, error } = useAnswer<LogMarks>("test/marks", question);
  if (marks === undefined && error === undefined) return <div class="excerpt" />;
  return <ExcerptLines test={test} log={log} marks={marks} />;
}

function ExcerptLines({ test, log, marks }: ExcerptProps & { readonly marks: LogMarks | undefined }) {
  const line = marks?.firstError;
  const first = Math.max(1, (line ?? 1) - around.before);
  const part = line === undefined ? { tail: around.end } : { from: first, count: line - first + 1 + around.after };
  const { value: shown, error } = useAnswer<LogWindow>("test/lines", { ...testQuestion(test), f: log, ...part });
  if (error !== undefined) return <p class="excerpt-note soft">The log cannot be shown: {error.message}</p>;
  if (shown === undefined) return <div class="excerpt" />;
  if (shown.binary) return <p class="excerpt-note soft">{log} is no text.</p>;
  if (shown.lines.length === 0) return <p class="excerpt-note soft">{log} is empty.</p>;
  const mark = marks?.marks.find((one) => one.line === line);
  return (
    <figure class="excerpt">
      <figcaption>
        <span class="mono">{log}</span>
        {mark !== undefined && <span class="bad-text">{mark.description}</span>}
        <PlaceLink to={logRoute(test, log, line)} class="excerpt-open">
          {line === undefined ? "open the log" : `open at line ${line}`}
        </PlaceLink>
      </figcaption>
      <ol class="log-lines">
        {shown.lines.map((text, index) => (
          <Line key={index} number={shown.from === undefined ? undefined : shown.from + index} line={text} hit={line} />
        ))}
      </ol>
    </figure>
  );
}

interface LineProps {
  readonly number: number | undefined;
  readonly line: LogWindow["lines"][number];
  readonly hit: number | undefined;
}

function Line({ number, line, hit }: LineProps) {
  const isHit = number !== undefined && number === hit;
  return (
    <li class={isHit ? "hit" : ""} {...(isHit && { "aria-current": "true" })}>
      <span class="line-number" aria-hidden="true">
        {number}
      </span>
      <span>{plain(typeof line === "string" ? line : `${line.text} …`)}</span>
    </li>
  );
}

/** Longer lines are for the log's own page. */
const longest = 400;

/** Without colours. */
function plain(line: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escapes begin with one
  const text = line.replace(/\x1b\[[0-9;:]*m/g, "");
  return text.length > longest ? `${text.slice(0, longest)} …` : text;
}
