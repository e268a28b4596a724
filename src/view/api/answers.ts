import type { Window } from "./common.js";
import type { Hello } from "./hello.js";
import type { RunRow } from "./runs.js";

/** What each query answers: the names are the paths under `/api/v1/`. Spec 06 § 19 */
export interface Answers {
  readonly hello: Hello;
  readonly runs: Window<RunRow>;
}
