import { exactTime } from "./clock.js";
import { staticCopy } from "./static-copy.js";
import "./copy-banner.css";

/** Says that this is a copy, from when, and of what. Spec 06 § 35.1 */
export function CopyBanner() {
  if (staticCopy === undefined) return null;
  const { made, hello, runs, ofRuns, testpatt, logs } = staticCopy.about;
  const of = runs === ofRuns ? `${runs} runs` : `${runs} of ${ofRuns} runs`;
  const logText = { none: "without logs", failed: "with the logs of failed tests", all: "with all logs" }[logs];
  return (
    <p class="copy-banner">
      <strong>Copy of {exactTime(made)}</strong>
      <span>
        {of}
        {testpatt !== "" && `, tests ${testpatt}`}, {logText}. What has happened in {hello.areas[0]?.name ?? "the area"} since then is not shown.
      </span>
    </p>
  );
}
