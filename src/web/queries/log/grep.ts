import * as z from "zod/mini";
import type { SearchNews } from "../../../view/index.js";
import { query } from "../query.js";
import { logRef, openLog, toggle } from "./open-log.js";

const params = z.object({
  ...logRef,
  q: z.string(),
  regex: toggle,
  case: toggle,
  context: z._default(z.coerce.number().check(z.int(), z.gte(0), z.lte(20)), 0),
  search: z.string().check(z.minLength(1), z.maxLength(100)),
  since: z._default(z.coerce.number().check(z.int(), z.gte(0)), 0),
});

/**
 * Searches a file for `q`, plain text or a regular expression (`regex=1`), without regard to case unless `case=1`. `search` is a name that the client
 * chooses: the next search by that name ends this one. The first answer holds the first hits; asked again with `since` = `next`, what was found since.
 *
 * @see spec 06 § 25.4
 */
export const testGrep = query(params, (reader, asked, asker): Promise<SearchNews> => {
  const { q, regex, case: matchCase, context, search, since, ...ref } = asked;
  const expression = { text: q, isRegex: regex, matchCase };
  const subject = JSON.stringify([ref, expression, context]);
  return reader.searches.news({ id: search, subject, expression, context, since }, () => openLog(reader, ref, asker), asker.signal);
});
