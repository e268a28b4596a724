import { useEffect } from "preact/hooks";
import type { Missing, Route, RunRef, TestRef } from "../../../src/view/index.js";
import { PlaceLink, useShow } from "./place.js";
import { runRoute, testRoute, testText } from "./refs.js";

interface MissingStateProps {
  readonly missing: Missing;
  readonly run: RunRef;
  readonly test?: TestRef;
}

/** Instead of a run or test that is not there: what became of it, and what may have been meant. Spec 06 § 18.1 */
export function MissingState({ missing: value, run, test }: MissingStateProps) {
  const runText = `${run.t}/${run.r}`;
  useMove(value.now, test);
  return (
    <section class="state missing">
      <h1>{value.missing === "run" ? `Run ${runText}` : `Test ${test === undefined ? "" : testText(test)}`}</h1>
      <p>{whatBecame(value, runText)}</p>
      <Suggestions
        title="Runs with a similar name"
        items={value.runs.map((ref) => ({ key: `${ref.t}/${ref.r}`, to: runRoute(ref), text: `${ref.t}/${ref.r}` }))}
      />
      <Suggestions
        title="This test in other runs"
        items={value.elsewhere.map((ref) => ({ key: `${ref.t}/${ref.r}`, to: testRoute(ref), text: `${ref.t}/${ref.r}` }))}
      />
      <Suggestions
        title="Tests with a similar name"
        items={value.tests.map((ref) => ({ key: testText(ref), to: testRoute(ref), text: testText(ref) }))}
      />
    </section>
  );
}

/** The address of a run that is in another area now leads there, if that is shown. Spec 06 § 34 */
function useMove(now: RunRef | undefined, test: TestRef | undefined): void {
  const show = useShow();
  useEffect(() => {
    if (now !== undefined) show(placeOf(now, test), { replace: true });
  }, [now?.t, now?.r]);
}

const placeOf = (now: RunRef, test: TestRef | undefined) => (test === undefined ? runRoute(now) : testRoute({ ...now, n: test.n, i: test.i }));

function whatBecame({ missing: what, state, movedTo }: Missing, run: string): string {
  switch (state) {
    case "moved":
      return `The run was moved to ${movedTo ?? "another area"}. Open a dashboard there to see it.`;
    case "reduced":
      return "The run was moved to completed-runs.db. Start the dashboard with -full-db to see it, or bring it back with megatest -restore-records.";
    case "deleted":
      return what === "run" ? "The run was removed." : `The test was removed from ${run}.`;
    case "unknown":
      return what === "run" ? "There is no run of that name in this area, and none is known to have been." : `${run} has no such test.`;
  }
}

interface SuggestionsProps {
  readonly title: string;
  readonly items: readonly { readonly key: string; readonly to: Route; readonly text: string }[];
}

function Suggestions({ title, items }: SuggestionsProps) {
  if (items.length === 0) return null;
  return (
    <div>
      <h2>{title}</h2>
      <ul class="suggestions">
        {items.map(({ key, to, text }) => (
          <li key={key}>
            <PlaceLink to={to}>{text}</PlaceLink>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Over a page that has lost its record: the last data stay. */
export function GoneBanner({ missing, test }: { readonly missing: Missing; readonly test?: TestRef }) {
  const { state, movedTo, now } = missing;
  return (
    <p class="object-banner" role="status">
      <strong>{state === "moved" ? `Moved to ${movedTo ?? "another area"}` : state === "reduced" ? "Moved to completed-runs.db" : "Removed"}.</strong>{" "}
      What stands here is the last that was known. {now !== undefined && <PlaceLink to={placeOf(now, test)}>Show where it is now</PlaceLink>}
    </p>
  );
}
