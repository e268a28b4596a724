import type { CSSProperties } from "preact";
import type { Look } from "./ansi.js";
import type { MarkedSpan } from "./highlight.js";
import { visiblePieces } from "./visible-text.js";

interface SpansProps {
  readonly spans: readonly MarkedSpan[];
  /** Nothing of the text is left invisible. */
  readonly raw?: boolean;
}

/** Text in colour, with its matches. */
export function Spans({ spans, raw = false }: SpansProps) {
  return (
    <>
      {spans.map(({ text, look, isMatch }, index) => {
        const visible = <Visible text={text} raw={raw} />;
        if (isMatch) return <mark key={index}>{visible}</mark>;
        return look === undefined ? (
          visible
        ) : (
          <span key={index} style={styleOf(look)}>
            {visible}
          </span>
        );
      })}
    </>
  );
}

function Visible({ text, raw }: { readonly text: string; readonly raw: boolean }) {
  const pieces = visiblePieces(text, raw);
  if (pieces.length === 1) return <>{text}</>;
  return (
    <>
      {pieces.map(({ text: piece, isControl }, index) =>
        isControl ? (
          <span key={index} class="log-control">
            {piece}
          </span>
        ) : (
          piece
        ),
      )}
    </>
  );
}

function styleOf({ color, background, bold, italic, underline, strike }: Look): CSSProperties {
  const lines = [underline && "underline", strike && "line-through"].filter(Boolean).join(" ");
  return {
    ...(color !== undefined && { color }),
    ...(background !== undefined && { backgroundColor: background }),
    ...(bold && { fontWeight: 600 }),
    ...(italic && { fontStyle: "italic" }),
    ...(lines !== "" && { textDecoration: lines }),
  };
}
