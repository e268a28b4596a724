import type { Params, TestPath } from "../url.js";

interface Plotted {
  readonly category: string;
  readonly variable: string;
  readonly test?: TestPath;
  readonly target?: string;
}

/** The parameters of the plot of one variable: patterns that fit these names. Spec 06 § 30 */
export function plotParams({ category, variable, test, target }: Plotted): Params {
  return {
    ...(test !== undefined && { test: `${exactly(test.n)}/${exactly(test.i)}` }),
    var: `${category.replace(/[,/]/g, "%")}/${variable.replaceAll(",", "%")}`,
    ...(target !== undefined && { target: target.split("/").map(exactly).join("/") }),
  };
}

/** A pattern of spec 02 § 5.3 for one name; a sign that would mean something there stands for any. */
function exactly(name: string): string {
  if (name.includes("%")) return name.replace(/^~|,/g, "%");
  return name.replace(/^~|[,*?[]/g, "?");
}
