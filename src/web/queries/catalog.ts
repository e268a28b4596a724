import type { Answers } from "../../view/index.js";
import { hello } from "./hello.js";
import type { Query } from "./query.js";
import { runs } from "./runs.js";

/** Everything that can be asked: a new query is one line here, one in `Answers`, and a file beside this one. Spec 06 § 19 */
export const queries: { readonly [Name in keyof Answers]: Query<Answers[Name]> } = {
  hello,
  runs,
};
