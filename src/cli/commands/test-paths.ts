import { Failure } from "../../base/index.js";
import { existingPaths, filesIn, type PathSelector, testPaths } from "../../report/index.js";
import type { Context } from "../context.js";
import { namedRuns, type Reading, reading } from "../reading.js";
import { targetText, testpattOf } from "../selection.js";
import { shownText } from "../terminal.js";

/** `-test-paths` and `-test-files GLOB`: directories of tests, or files in them. Spec 05 § 6.6. */
export async function listTestPaths(context: Context): Promise<number> {
  const pattern = context.args.values.get("-test-files");
  const isInTest = context.env["MT_CMDINFO"] !== undefined;
  const flag = pattern === undefined ? "-test-paths" : "-test-files";
  const directories = await reading(context, async (area) => {
    const selector = isInTest ? callFromTest(context, area) : await namedRuns(context, area, flag);
    return testPaths(area.records, await area.runs(selector), pathSelector(context));
  });
  const found = pattern !== undefined ? filesIn(directories, pattern) : isInTest ? existingPaths(directories) : directories;
  context.stdout(found.map((path) => `${shownText()(path)}\n`).join(""));
  return 0;
}

/** Inside a test the run is known and the target may be a pattern, but it must be given. */
function callFromTest(context: Context, { target }: Reading): { readonly target: readonly string[]; readonly runname: string } {
  const { args, env } = context;
  const given = args.values.has("-target") || args.values.has("-reqtarg");
  if (!given || target === undefined)
    throw new Failure("missing-target", `-test-paths and -test-files need -target inside a test, too (have: ${targetText(context)})`);
  return { target, runname: args.values.get("-runname") ?? env["MT_RUNNAME"] ?? "%" };
}

function pathSelector({ args }: Context): PathSelector {
  const testpatt = testpattOf(args);
  const state = args.values.get("-state");
  const status = args.values.get("-status");
  return { ...(testpatt !== undefined && { testpatt }), ...(state !== undefined && { state }), ...(status !== undefined && { status }) };
}
