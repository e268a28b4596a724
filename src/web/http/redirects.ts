import type { Given } from "../queries/query.js";

/**
 * Where an address leads that the server of 1.65 had, or that stands for another one; undefined for all others. Names that belong to ids are not looked up
 * here: who follows the address may have no token. The application does that.
 *
 * @param path percent-encoded
 * @see spec 06 § 17
 */
export function oldAddress(path: string, given: Given): string | undefined {
  switch (path) {
    case "/":
    case "/ui":
      return "/ui/";
    case "/dashboard":
      return "/ui/runs";
    case "/test_log":
      return `/ui/id/${encodeURIComponent(given["runid"] ?? "")}/${encodeURIComponent(given["testname"] ?? "")}?view=log`;
    default:
      return undefined;
  }
}
