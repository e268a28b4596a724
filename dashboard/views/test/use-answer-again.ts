import { useEffect, useRef } from "preact/hooks";
import type { Answers } from "../../../src/view/index.js";
import type { Question } from "../../app/api.js";
import { type Answer, useAnswer } from "../../app/use-answer.js";

/** As `useAnswer`, and asks again whenever `changes` has grown. */
export function useAnswerAgain<N extends keyof Answers>(name: N, params: Question, changes: number): Answer<Answers[N]> {
  const answer = useAnswer(name, params);
  const seen = useRef(changes);
  useEffect(() => {
    if (seen.current !== changes) answer.again();
    seen.current = changes;
  }, [changes]);
  return answer;
}
