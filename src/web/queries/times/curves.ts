import { resolve } from "node:path";
import * as z from "zod/mini";
import type { Area } from "../../../area/index.js";
import { Failure } from "../../../base/index.js";
import { words } from "../../../model/index.js";
import { readOutsideSeries, type SeriesPlace } from "../../../store/index.js";
import type { GraphCurve, RunCurves } from "../../../view/index.js";
import { barsOf, spanOfBars } from "../../../view/index.js";
import { runRef } from "../params.js";
import { query } from "../query.js";

interface Graph {
  readonly place: SeriesPlace;
  readonly names: readonly string[];
}

/** The curves of section `[graph]` during a run. Spec 06 § 11.3 and § 28 */
export const runCurves = query(z.object(runRef), async (reader, ref): Promise<RunCurves> => {
  const run = await reader.run(ref);
  const { area } = reader.home(run);
  const now = Date.now() / 1000;
  const span = spanOfBars(barsOf(await reader.records.tests(run.id, {}), () => "").bars, now);
  const curves: GraphCurve[] = [];
  const problems: string[] = [];
  for (const { name: graph, value, file, line } of area.config.variables("graph")) {
    try {
      const { place, names } = graphOf(area, value);
      if (span !== undefined) for (const name of names) curves.push({ graph, name, points: readOutsideSeries(place, { name, ...span }) });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      problems.push(`${graph} (${file}:${line}): ${error.message}`);
    }
  }
  return { curves, problems };
});

/** `DB TABLE TIMEFIELD VARFIELD VALFIELD NAME…`; the path is relative to the area. @throws Failure */
function graphOf({ toppath }: Area, text: string): Graph {
  const [database, table, timefield, varfield, valfield, ...names] = words(text);
  if (
    database === undefined ||
    table === undefined ||
    timefield === undefined ||
    varfield === undefined ||
    valfield === undefined ||
    names.length === 0
  )
    throw new Failure("bad-config", "it must be DB TABLE TIMEFIELD VARFIELD VALFIELD NAME…");
  return { place: { file: resolve(toppath, database.replace(/^sqlite3:/, "")), table, timefield, varfield, valfield }, names };
}
