import type { Act } from "./act.js";
import { tickets } from "./tickets.js";

/** Everything that can be changed: a new action is one line here and a file beside this one. Names are method and path, `DELETE jobs/:id` for example. Spec 06 § 19 */
export const acts: Readonly<Record<string, Act>> = {
  "POST tickets": tickets,
};
