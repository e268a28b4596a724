import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import { ApiError, ask } from "../../app/api.js";
import { useLive } from "../../app/live.js";
import { readings } from "../../app/session.js";
import { type Anchor, MatrixSource, type Question, type SourceOptions } from "./data/source.js";

/** What the view says of itself to the source; see `SourceOptions`. */
export type ViewSide = Pick<SourceOptions, "view" | "anchor" | "moved">;

/**
 * The matrix that answers a question, kept current while a component is shown.
 *
 * @param anchorFor where the view of a question begins: the first one, the same once more, or another
 */
export function useSource(question: Question, side: ViewSide, anchorFor: (reason: "first" | "same" | "other") => Anchor) {
  const [, redraw] = useReducer((turn: number) => turn + 1, 0);
  const [error, setError] = useState<ApiError>();
  const latest = useRef(side);
  latest.current = side;
  const held = useRef<MatrixSource>(undefined);
  held.current ??= makeSource(
    latest,
    onceInAFrame(() => redraw(0)),
    setError,
  );
  const source = held.current;
  const text = JSON.stringify(question);
  const before = useRef<string>(undefined);
  useEffect(() => {
    setError(undefined);
    source.show(question, anchorFor(before.current === undefined ? "first" : before.current === text ? "same" : "other"));
    before.current = text;
  }, [text, readings.value]);
  useEffect(() => () => source.close(), [source]);
  useLive(`matrix:${hashOf(text)}`, (event) => source.take(event));
  return { source, error };
}

function makeSource(side: { readonly current: ViewSide }, changed: () => void, setError: (error: ApiError | undefined) => void): MatrixSource {
  return new MatrixSource({
    ask: async (params, signal) => {
      const answer = await ask("matrix", params, { signal });
      setError(undefined);
      return answer;
    },
    changed,
    failed: (error) => {
      if (!(error instanceof ApiError)) throw error;
      setError(error);
    },
    view: () => side.current.view(),
    anchor: () => side.current.anchor(),
    moved: (shift) => side.current.moved(shift),
  });
}

/** Many changes are drawn at once. */
function onceInAFrame(draw: () => void): () => void {
  let isAsked = false;
  return () => {
    if (isAsked) return;
    isAsked = true;
    requestAnimationFrame(() => {
      isAsked = false;
      draw();
    });
  };
}

/** A short name for a question. */
function hashOf(text: string): string {
  let hash = 0;
  for (let at = 0; at < text.length; at++) hash = (Math.imul(hash, 31) + text.charCodeAt(at)) | 0;
  return (hash >>> 0).toString(36);
}
