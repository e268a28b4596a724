import { useEffect, useRef, useState } from "preact/hooks";
import type { Job, JobLog, JobView } from "../../src/view/index.js";
import { ApiError, ask } from "../app/api.js";

export interface FollowedJob {
  readonly view: JobView | undefined;
  readonly text: string;
  /** Bytes before the text that are not shown. */
  readonly skipped: number;
  readonly error: ApiError | undefined;
}

/** Between two looks at a job that runs; ms. */
const lookMs = 700;
/** Letters of output that are kept. */
const maximumText = 2_000_000;

export const isOver = ({ state }: Pick<Job, "state">): boolean => state === "ended" || state === "lost";

/** Follows a job and its output until it is over. */
export function useJob(id: string): FollowedJob {
  const [followed, setFollowed] = useState<FollowedJob>({ view: undefined, text: "", skipped: 0, error: undefined });
  const until = useRef<number>(undefined);
  useEffect(() => {
    const stop = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    until.current = undefined;
    setFollowed({ view: undefined, text: "", skipped: 0, error: undefined });
    const look = async () => {
      try {
        const view = await ask("jobs/:id", { id }, { signal: stop.signal });
        let piece = await nextPiece(id, until.current, stop.signal);
        setFollowed((before) => withPiece({ ...before, view, error: undefined }, piece, until.current === undefined));
        until.current = piece.until;
        while (piece.until < piece.size && piece.text !== "") {
          const next = await nextPiece(id, piece.until, stop.signal);
          setFollowed((before) => withPiece(before, next, false));
          piece = next;
          until.current = piece.until;
        }
        if (!isOver(view.job)) timer = setTimeout(() => void look(), lookMs);
      } catch (error) {
        if (stop.signal.aborted) return;
        if (!(error instanceof ApiError)) throw error;
        setFollowed((before) => ({ ...before, error }));
        if (error.code === "unreachable" || error.code === "busy") timer = setTimeout(() => void look(), 5 * lookMs);
      }
    };
    void look();
    return () => {
      stop.abort();
      clearTimeout(timer);
    };
  }, [id]);
  return followed;
}

function nextPiece(id: string, from: number | undefined, signal: AbortSignal): Promise<JobLog> {
  return ask("jobs/:id/log", { id, from }, { signal });
}

function withPiece(before: FollowedJob, { from, text }: JobLog, isFirst: boolean): FollowedJob {
  const whole = before.text + text;
  const cut = Math.max(0, whole.length - maximumText);
  return { ...before, text: whole.slice(cut), skipped: (isFirst ? from : before.skipped) + cut };
}
