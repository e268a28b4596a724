import { type Area, areaPath, isArea, withFreeMaintenanceLock } from "../area/index.js";
import { Failure, messageOf } from "../base/index.js";
import { type AutoJob, type AutoRule, autoRules, moveByRules, resumeMoves } from "../history/index.js";
import type { Context } from "./context.js";
import { giveSpaceBack, prepareMove } from "./move-space.js";
import { MoveTally } from "./move-tally.js";
import { homehostHere } from "./open.js";
import { quietRule, type Source, usingSource } from "./run-moves.js";

/** Between two times that runs move in passing; spec 04 § 24.4. */
const restSeconds = 3600;

/**
 * Moves runs by the rules of the area at the end of something else, on the homehost: at most once an hour, and only when nobody else cares for the area. Says so
 * on the log stream, and never fails.
 *
 * @see spec 04 § 24.4
 */
export async function moveInPassing(context: Context, area: Area, stop?: AbortSignal): Promise<void> {
  const { log } = context;
  try {
    const homehost = await homehostHere(area, "-auto-migrate");
    await withFreeMaintenanceLock(area.toppath, "moving runs by [automigrate] and [autoreduce]", () =>
      usingSource(context, area, homehost, async (source) => {
        if (!(await source.tools.moves.beginAutomatic(restSeconds))) return;
        const tally = new MoveTally({ log, stdout: (text) => log.print(0, text.trimEnd()) }, source.progress);
        for (const result of await resumeMoves(source.tools)) tally.addResumed(result);
        await followRules(source, tally, { isPreview: false, stop });
        if (tally.count > 0) tally.end();
      }),
    );
  } catch (error) {
    log.warn(`runs are not moved by [automigrate] or [autoreduce] now: ${messageOf(error)}`);
  }
}

/**
 * Moves the runs that the rules of the area apply to, or with `isPreview` just tells of them. `stop` ends that after the runs in hand.
 *
 * @returns whether all rules could be followed
 */
export async function followRules(
  source: Source,
  tally: MoveTally,
  { isPreview, stop }: { readonly isPreview: boolean; readonly stop?: AbortSignal | undefined },
): Promise<boolean> {
  const { area, log, records, tools } = source;
  const { rules, mistakes } = resolved(area);
  for (const mistake of mistakes) log.error(mistake);
  const { runnersOf } = quietRule(source, records);
  let [moved, isFollowed] = [false, mistakes.length === 0];
  const job: AutoJob = { rules, records, runnersOf, tools, isPreview, log, prepare: (request) => prepareMove(source, request) };
  for await (const result of moveByRules(job)) {
    if (result === "not-followed") isFollowed = false;
    else tally.add(result.outcome, result.op);
    moved ||= result !== "not-followed" && result.outcome.kind === "moved";
    if (stop?.aborted === true) break;
  }
  if (moved) await giveSpaceBack(source);
  return isFollowed;
}

/** The rules, with paths instead of names of areas. */
function resolved(area: Area): { readonly rules: readonly AutoRule[]; readonly mistakes: readonly string[] } {
  const { rules, mistakes } = autoRules(area.config, area.keys);
  const [usable, wrong]: [AutoRule[], string[]] = [[], [...mistakes]];
  for (const rule of rules) {
    try {
      usable.push({ ...rule, dest: rule.op === "move" ? pathOf(rule.dest, area) : area.toppath });
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      wrong.push(`${rule.place}: ${error.message}; this rule is ignored`);
    }
  }
  return { rules: usable, mistakes: wrong };
}

function pathOf(name: string, area: Area): string {
  const path = areaPath(name, area, area.toppath);
  if (!isArea(path)) throw new Failure("no-area", `${name} is no area: there is no ${path}/megatest.config`);
  return path;
}
