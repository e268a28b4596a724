import type { TestPath } from "../../src/view/index.js";
import { useAnswer } from "../app/use-answer.js";
import { When } from "../parts/time.js";
import { changesText, whoText } from "./trace-text.js";
import "./acting.css";

/** What people have changed of a test, in any run, newest first; nothing when there is nothing. Spec 06 § 32.5 */
export function ChangesOfTest({ test: { n, i } }: { readonly test: TestPath }) {
  const entries = useAnswer("trace", { n, i, limit: 50 }).value?.items ?? [];
  if (entries.length === 0) return null;
  return (
    <section class="changes-of-test">
      <h2>Changed by hand</h2>
      <ul>
        {entries.map((entry) => (
          <li key={entry.time}>
            <When epoch={entry.time} /> <strong>{entry.test?.r}</strong> by {whoText(entry)}: {changesText(entry.from, entry.to)}
            {entry.result !== "done" && <span class="bad-text"> {entry.result}</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
