import { Failure } from "../base/index.js";
import type { RunRecord } from "../model/index.js";
import type { RecordsReader, RunSelector } from "../store/index.js";
import { isGiven } from "./arguments.js";
import { runsToRead } from "./completed.js";
import type { Context } from "./context.js";
import type { FlagName } from "./flags.js";
import { generalRunCall, missingParameter, targetText } from "./selection.js";
import { versionLine } from "./version.js";

/** What a query looks at: this area, or several as one with `-areas`. */
export interface Reading {
  readonly records: RecordsReader;
  /** With `-areas` the first one is the area. */
  readonly keys: readonly string[];
  /** Of the command line or the environment, if there is a valid one; patterns. */
  readonly target: readonly string[] | undefined;
  /** The runs that match; hints where others are, if none does. */
  runs(selector: RunSelector): Promise<RunRecord[]>;
  /** The id in its own area. */
  ownId(id: number): number;
}

/**
 * @throws Failure `no-area` when `-areas` names one that is none; `bad-target` when the target has not one part more than those of an area
 * @see spec 04 § 24.3
 */
export async function reading<T>(context: Context, query: (reading: Reading) => Promise<T>): Promise<T> {
  const list = context.args.values.get("-areas");
  const area = await context.area();
  if (list === undefined) {
    const { keys, target } = area;
    return query({ records: await context.records(), keys, target, runs: (selector) => runsToRead(context, selector), ownId: (id) => id });
  }
  const { areaIdOf, openMerged } = await import("../merged/index.js");
  const { env, cwd, log } = context;
  const fullDb = isGiven(context.args, "-full-db");
  const open = openMerged({ area, list, cwd, env, log, version: versionLine, fullDb, own: await context.records() });
  try {
    const { records } = open;
    const keys = await records.keys();
    return await query({
      records,
      keys,
      target: mergedTarget(context, keys, area.target),
      runs: (selector) => records.runs(selector),
      ownId: (id) => areaIdOf(id).id,
    });
  } finally {
    await open.close();
  }
}

/** One from the environment is that of this area, and means it in all. */
function mergedTarget({ args }: Context, keys: readonly string[], own: readonly string[] | undefined): readonly string[] | undefined {
  const given = args.values.get("-reqtarg") ?? args.values.get("-target");
  if (given === undefined) return own && ["%", ...own];
  const parts = given.split("/");
  if (parts.length === keys.length && !parts.includes("")) return parts;
  throw new Failure("bad-target", `-target ${given} does not fit the keys ${keys.join("/")}: with -areas the area, or %, comes first`);
}

/**
 * The target and run name of a query that must have both.
 *
 * @throws Failure as `generalRunCall`
 */
export async function namedRuns(context: Context, { target }: Reading, flag: FlagName): Promise<Required<Pick<RunSelector, "target" | "runname">>> {
  if (!context.args.values.has("-areas")) {
    const call = await generalRunCall(context, flag);
    return { target: call.target, runname: call.runname };
  }
  const runname = context.args.values.get("-runname");
  if (target === undefined || targetText(context) === "") throw missingParameter("target", flag, 3);
  if (runname === undefined || runname === "") throw missingParameter("runname", flag, 3);
  return { target, runname };
}
