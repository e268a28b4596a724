import * as z from "zod/mini";
import { hostName, userName } from "../../sys/index.js";
import type { Hello } from "../../view/index.js";
import { query } from "./query.js";

/** Where one is, and what one may do. Spec 06 § 19 */
export const hello = query(z.object({}), ({ areas, keys, options, firstSort }, _, { level }): Hello => {
  return {
    version: options.version,
    areas,
    keys,
    user: userName(),
    host: hostName(),
    level,
    readOnlyBecause: options.readOnlyBecause,
    now: Date.now() / 1000,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    first: { ...options.first, ...(firstSort !== undefined && { testsort: firstSort }) },
  };
});
