import type { HelperContext } from "./helper-context.js";

/** The value of a `#{scheme …}` helper as text; spec 01 § 4.2. */
export function evaluateScheme(code: string, _context: HelperContext): string {
  throw new Error(`no Scheme to evaluate ${code}`);
}
