import { useLayoutEffect, useRef } from "preact/hooks";
import { sizeText } from "../parts/size.js";
import type { FollowedJob } from "./use-job.js";

/** Within so many px the end is in sight. */
const nearEnd = 24;

/** What a job has written, at its end while somebody looks at the end. */
export function JobOutput({ followed: { text, skipped, view } }: { readonly followed: FollowedJob }) {
  const box = useRef<HTMLPreElement>(null);
  const isAtEnd = useRef(true);
  useLayoutEffect(() => {
    if (isAtEnd.current) box.current?.scrollTo(0, box.current.scrollHeight);
  }, [text]);
  const note = () => {
    const element = box.current;
    if (element !== null) isAtEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < nearEnd;
  };
  const isSilent = text === "" && view !== undefined;
  return (
    <>
      {skipped > 0 && <p class="soft">The first {sizeText(skipped)} are not shown; all of it is in the file.</p>}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys */}
      <pre ref={box} class="job-output" role="log" aria-label="Output" tabIndex={0} onScroll={note}>
        {isSilent ? <span class="soft">Nothing has been written yet.</span> : text}
      </pre>
    </>
  );
}
