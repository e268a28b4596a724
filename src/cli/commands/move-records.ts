import { areaPath } from "../../area/index.js";
import { Failure } from "../../base/index.js";
import { type MoveRequest, moveSelected, previewMove, resumeMoves, sized } from "../../history/index.js";
import type { RunRecord } from "../../model/index.js";
import { type MoveOp, openCompletedRecords, type Records } from "../../store/index.js";
import { type Arguments, isGiven } from "../arguments.js";
import type { Context } from "../context.js";
import type { FlagName } from "../flags.js";
import { giveSpaceBack, prepareMove } from "../move-space.js";
import { MoveTally } from "../move-tally.js";
import { quietRule, type Source, withSource, withSourceAlone } from "../run-moves.js";
import { ageOf, generalListCall, type ListSelection, listOf } from "../selection.js";

const opOf = { "-destination": "move", "-reduce-records": "reduce", "-restore-records": "restore" } as const satisfies Record<string, MoveOp>;
type MoveFlag = keyof typeof opOf;

/**
 * `-destination AREA|PATH`: moves runs to another area; `-reduce-records`, `-restore-records`: takes them out of the area database, or back.
 *
 * @returns exit code: 2 when a selected run was skipped
 * @see spec 04 § 20 to § 26
 */
export async function moveRecords(context: Context, flag: MoveFlag): Promise<number> {
  const { args } = context;
  checkOptions(args, flag);
  const isPrint = args.values.has("-actions");
  const selection = await generalListCall(context, flag);
  return (isPrint ? withSource : withSourceAlone)(context, flag, async (source) => {
    const tally = new MoveTally(context, source.progress);
    await finishOpenMoves(source, tally, isPrint);
    const request = await requestOf(context, source, opOf[flag], selection);
    await prepareMove(source, request);
    if (request.runs.length === 0) {
      context.stdout("No matching runs found.\n");
      return tally.count === 0 ? 0 : tally.end();
    }
    const outcomes = isPrint ? previewMove(request, source.tools) : moveSelected(request, source.tools);
    for await (const outcome of outcomes) tally.add(outcome, request.op);
    if (!isPrint) await giveSpaceBack(source);
    return tally.end();
  });
}

/** Finishes all moves of the area that were interrupted, and says so. */
export async function resumeAll(context: Context, flag: FlagName): Promise<void> {
  await withSourceAlone(context, flag, (source) => finishOpenMoves(source, new MoveTally(context, source.progress), false));
}

/** `-destination` alone; with `-remove-keep` that decides what moves. */
export async function moveToArea(context: Context): Promise<number> {
  return context.args.values.has("-remove-keep") ? 0 : moveRecords(context, "-destination");
}

function checkOptions({ values, ...args }: Arguments, flag: MoveFlag): void {
  const others = (Object.keys(opOf) as MoveFlag[]).filter((name) => isGiven({ values, ...args }, name));
  if (others.length > 1) throw new Failure("usage", `${others.join(" and ")}: only one of them at a time`);
  const testpatt = values.get("-testpatt");
  if (testpatt !== undefined && testpatt !== "%") throw new Failure("usage", `${flag} moves whole runs: -testpatt ${testpatt} must be % or left out`);
  const actions = values.get("-actions");
  if (actions !== undefined && actions !== "print") throw new Failure("usage", `${flag} -actions ${actions}: must be print`);
}

async function finishOpenMoves({ tools }: Source, tally: MoveTally, isPrint: boolean): Promise<void> {
  if (isPrint) for (const move of tools.moves.open()) tally.wouldResume(move);
  else for (const result of await resumeMoves(tools)) tally.addResumed(result);
}

async function requestOf(context: Context, source: Source, op: MoveOp, selection: ListSelection): Promise<MoveRequest> {
  const { args, log } = context;
  const { toppath } = source.area;
  const dest = op === "move" ? areaPath(args.values.get("-destination") ?? "", source.area, context.cwd) : toppath;
  if (op === "move") await source.tools.destination(dest);
  const completed = op === "restore" ? openCompletedRecords({ toppath, log }) : undefined;
  const records = op === "restore" ? completed : source.records;
  const age = args.values.get("-age");
  const rule = quietRule(source, records ?? source.records, age === undefined ? undefined : { text: age, seconds: ageOf(age) });
  return sized({ op, dest, runs: records === undefined ? [] : await matchingRuns(records, args, selection), rule }, source.tools);
}

/** Runs that match the lists, oldest first. */
async function matchingRuns(records: Records, { values }: Arguments, { targets, runnames }: ListSelection): Promise<RunRecord[]> {
  const [states, statuses] = [listOf(values.get("-state")), listOf(values.get("-status"))];
  const found = new Map<number, RunRecord>();
  for (const target of targets) for (const runname of runnames) for (const run of await records.runs({ target, runname })) found.set(run.id, run);
  return [...found.values()]
    .filter(({ state, status }) => (states.length === 0 || states.includes(state)) && (statuses.length === 0 || statuses.includes(status)))
    .toSorted((a, b) => a.event_time - b.event_time || a.id - b.id);
}
