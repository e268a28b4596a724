import { type Collapse, type Filter, formatFilter, formatMatrixOptions, type MatrixOptions } from "../../../src/view/index.js";
import type { BlockSize } from "./data/snapshot.js";
import type { Question } from "./data/source.js";

/** What is to be asked for a filter and options. */
export function questionOf(filter: Filter, options: MatrixOptions, firstSort: string | undefined, size: BlockSize): Question {
  const isByName = filter.test !== "" || filter.tag !== "" || filter.q !== "";
  const isBySort = !["+testname", "-testname", "waiton"].includes(options.sort);
  const isByVerdict = filter.state.length + filter.status.length > 0 || filter.q !== "" || options.only !== "" || isBySort;
  return { params: { ...formatFilter(filter), ...formatMatrixOptions({ ...options, density: "normal" }, firstSort) }, size, isByVerdict, isByName };
}

/** With a test the other way round than it was. */
export function toggled({ mode, except }: Collapse, testname: string): Collapse {
  const next = new Set(except);
  if (!next.delete(testname)) next.add(testname);
  return { mode, except: next };
}
