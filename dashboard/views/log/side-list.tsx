import type { LogHit, LogMark, LogMarks } from "../../../src/view/index.js";
import { EmptyState } from "../../parts/states.js";
import { withMatches } from "./highlight.js";
import type { LogSearch } from "./log-search.js";
import { Spans } from "./spans.js";

interface HitListProps {
  readonly search: LogSearch;
  readonly current: number | undefined;
  readonly onJump: (line: number) => void;
}

/** What a search found, with lines around. */
export function HitList({ search, current, onJump }: HitListProps) {
  const hits = search.hits.value;
  const more = search.count.value - hits.length;
  return (
    <div class="log-side-list">
      {hits.length === 0 && search.end.value?.kind === "complete" && (
        <EmptyState title="No hit">No line of this log holds what you search for.</EmptyState>
      )}
      <ol>
        {hits.map((hit) => (
          <Hit key={hit.line} hit={hit} isCurrent={hit.line === current} onJump={onJump} />
        ))}
      </ol>
      {more > 0 && <p class="log-notice soft">and {more.toLocaleString("en")} more lines; step through them with n</p>}
    </div>
  );
}

const shownBefore = 12;

function Hit({ hit, isCurrent, onJump }: { readonly hit: LogHit; readonly isCurrent: boolean; readonly onJump: (line: number) => void }) {
  // Lines often begin alike: what is found must be seen in the narrow list.
  const begin = Math.max(0, (hit.matches[0]?.[0] ?? 0) - hit.column - shownBefore);
  const matches = hit.matches.map(([start, end]) => [start - hit.column - begin, end - hit.column - begin] as const);
  const pieces = withMatches([{ text: hit.text.slice(begin) }], matches);
  return (
    <li>
      <button type="button" class="log-jump" {...(isCurrent && { "aria-current": "true" as const })} onClick={() => onJump(hit.line)}>
        <span class="log-jump-line">{hit.line}</span>
        <span class="log-jump-text">
          <Around lines={hit.before} />
          <span>
            {begin > 0 && <span class="soft">…</span>}
            <Spans spans={pieces} />
          </span>
          <Around lines={hit.after} />
        </span>
      </button>
    </li>
  );
}

function Around({ lines }: { readonly lines: readonly string[] }) {
  return lines.map((line, index) => (
    <span key={index} class="soft">
      {line === "" ? " " : <Spans spans={[{ text: line, isMatch: false }]} />}
    </span>
  ));
}

interface MarkListProps {
  readonly marks: LogMarks;
  readonly current: number | undefined;
  readonly onJump: (line: number) => void;
}

/** Lines that log rules speak of. */
export function MarkList({ marks, current, onJump }: MarkListProps) {
  return (
    <div class="log-side-list">
      {marks.notice !== "" && <p class="log-notice soft">{marks.notice}</p>}
      <ol>
        {marks.marks.map((mark, index) => (
          <li key={index}>
            <button
              type="button"
              class={`log-jump log-marked log-mark-${markClass(mark)}`}
              {...(mark.line === current && { "aria-current": "true" as const })}
              onClick={() => onJump(mark.line)}
            >
              <span class="log-jump-line">{mark.line}</span>
              <span class="log-jump-text">
                <span>
                  {mark.description === "" ? mark.class : mark.description}
                  <span class="soft"> · {mark.class}</span>
                </span>
              </span>
            </button>
          </li>
        ))}
      </ol>
    </div>
  );
}

const known = new Set(["error", "abort", "check", "skip", "required", "required-warn", "warning", "waive", "value", "ignore", "note", "trigger"]);

/** Class of the style sheet for a mark; rules may have classes of their own. */
export function markClass({ class: name, isFailed }: Pick<LogMark, "class" | "isFailed">): string {
  if (name === "value") return isFailed ? "error" : "value";
  return known.has(name) ? name : "note";
}
