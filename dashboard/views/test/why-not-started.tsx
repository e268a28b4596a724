import { useAgain } from "../../app/use-again.js";
import { useAnswer } from "../../app/use-answer.js";
import { WhyLine } from "../run/why-text.js";
import { testQuestion, testRoute, topicOf } from "./refs.js";
import type { TestTabProps } from "./tab-props.js";

/** Slots and load tell no events; ms. */
const lookMs = 10_000;

/** Why the test was not started. Spec 06 § 31.2 */
export function WhyNotStarted({ test }: Pick<TestTabProps, "test">) {
  const { value, again } = useAnswer("run/why", testQuestion(test));
  useAgain(topicOf(testRoute(test)), again, lookMs);
  const why = value?.items[0]?.why;
  if (why === undefined) return null;
  return (
    <section class="failure" aria-label="Why it was not started">
      <WhyLine run={test} why={why} />
    </section>
  );
}
