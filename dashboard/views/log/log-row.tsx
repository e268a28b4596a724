import type { LogLine } from "../../../src/view/index.js";
import { sizeText } from "../../parts/size.js";
import type { MarkedSpan } from "./highlight.js";
import { Spans } from "./spans.js";

interface LogRowProps {
  readonly number: number;
  /** Undefined while it is awaited. */
  readonly line: LogLine | undefined;
  readonly spans: readonly MarkedSpan[];
  readonly raw: boolean;
  /** Undefined when the lines have no numbers yet. */
  readonly href: string | undefined;
  readonly delta: string | undefined;
  /** Class of a log rule. */
  readonly mark: string | undefined;
  readonly isChosen: boolean;
  /** The hit that one has stepped to. */
  readonly isCurrent: boolean;
  readonly isHit: boolean;
  readonly showsDelta: boolean;
  readonly onChoose: (number: number, extend: boolean) => void;
  readonly onMore: (number: number) => void;
}

/** A line of a log. Number and delta are drawn by the style sheet, so that they are not copied. */
export function LogRow(props: LogRowProps) {
  const { number, line, spans, raw, href, delta, mark, isChosen, isCurrent, isHit, showsDelta, onChoose, onMore } = props;
  const classes = [
    "log-row",
    isChosen && "is-chosen",
    isCurrent && "is-current",
    isHit && "is-hit",
    mark !== undefined && `log-marked log-mark-${mark}`,
  ];
  return (
    <div class={classes.filter(Boolean).join(" ")} data-line={number}>
      {href === undefined ? (
        <span class="log-number" />
      ) : (
        <a
          class="log-number"
          href={href}
          tabIndex={-1}
          data-number={number}
          aria-label={`Line ${number}`}
          {...(isChosen && { "aria-current": "true" as const })}
          onClick={(event) => {
            if (event.ctrlKey || event.metaKey) return;
            event.preventDefault();
            onChoose(number, event.shiftKey);
          }}
        />
      )}
      {showsDelta && <span class="log-delta" data-delta={delta ?? ""} />}
      <span class="log-text">
        <Spans spans={spans} raw={raw} />
      </span>
      {typeof line === "object" && (
        <button type="button" class="log-more" onClick={() => onMore(number)}>
          more ({sizeText(line.bytes - line.shown)})
        </button>
      )}
    </div>
  );
}
