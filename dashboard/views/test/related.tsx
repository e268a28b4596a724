import { classOf, classTraits, type RelatedTest, type RunRef } from "../../../src/view/index.js";
import { ClassMark } from "../../parts/verdict.js";
import { PlaceLink } from "./place.js";
import { inSameRun, testRoute, testText } from "./refs.js";

interface RelatedListProps {
  readonly run: RunRef;
  readonly tests: readonly RelatedTest[];
}

/** Tests of the same run, each with its mark. */
export function RelatedList({ run, tests }: RelatedListProps) {
  return (
    <ul class="related">
      {tests.map((test) => (
        <li key={`${test.testname}/${test.item_path}`}>
          <RelatedLink run={run} test={test} />
        </li>
      ))}
    </ul>
  );
}

function RelatedLink({ run, test }: { readonly run: RunRef; readonly test: RelatedTest }) {
  const ref = inSameRun(run, test);
  if (test.verdict === undefined)
    return (
      <>
        {testText(ref)} <span class="soft">not in this run</span>
      </>
    );
  const name = classOf(test.verdict);
  return (
    <PlaceLink to={testRoute(ref)} class="verdict" title={`${test.verdict.state}/${test.verdict.status}`}>
      <ClassMark name={name} />
      {testText(ref)}
      <span class="only-spoken">, {classTraits[name].title}</span>
    </PlaceLink>
  );
}
