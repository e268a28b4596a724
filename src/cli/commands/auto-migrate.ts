import { Failure } from "../../base/index.js";
import { resumeMoves } from "../../history/index.js";
import { followRules } from "../auto-moves.js";
import type { Context } from "../context.js";
import { MoveTally } from "../move-tally.js";
import { withSource, withSourceAlone } from "../run-moves.js";

/**
 * `-auto-migrate [-actions print]`: applies the rules of `[automigrate]`, `[autoreduce]` and `[setup]` now.
 *
 * @returns exit code: 1 when a rule could not be followed, 2 when a run that it applies to was skipped
 * @see spec 04 § 24.4
 */
export async function autoMigrate(context: Context): Promise<number> {
  const actions = context.args.values.get("-actions");
  if (actions !== undefined && actions !== "print") throw new Failure("usage", `-auto-migrate -actions ${actions}: must be print`);
  const isPreview = actions === "print";
  return (isPreview ? withSource : withSourceAlone)(context, "-auto-migrate", async (source) => {
    const tally = new MoveTally(context, source.progress);
    if (isPreview) for (const move of source.tools.moves.open()) tally.wouldResume(move);
    else for (const result of await resumeMoves(source.tools)) tally.addResumed(result);
    const isFollowed = await followRules(source, tally, { isPreview });
    const exitCode = tally.end();
    return isFollowed ? exitCode : 1;
  });
}
