import { areaPath } from "../../area/index.js";
import { Failure } from "../../base/index.js";
import { moveSelected, previewMove, resumeMoves, sized } from "../../history/index.js";
import type { RunRecord } from "../../model/index.js";
import type { MoveOp, Records } from "../../store/index.js";
import { type Arguments, isGiven } from "../arguments.js";
import { withCompleted } from "../completed-records.js";
import type { Context } from "../context.js";
import type { FlagName } from "../flags.js";
import { giveSpaceBack, prepareMove } from "../move-space.js";
import { MoveTally } from "../move-tally.js";
import { quietRule, type Source, withSource, withSourceAlone } from "../run-moves.js";
import { ageOf, generalListCall, type ListSelection, listedRuns, listOf } from "../selection.js";

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
  const op = opOf[flag];
  const isPreview = args.values.has("-actions");
  const selection = await generalListCall(context, flag);
  return (isPreview ? withSource : withSourceAlone)(context, flag, async (source) => {
    const tally = new MoveTally(context, source.progress);
    await finishOpenMoves(source, tally, isPreview);
    const dest = op === "move" ? areaPath(args.values.get("-destination") ?? "", source.area, context.cwd) : source.area.toppath;
    if (op === "move") await source.tools.destination(dest);
    const order = { context, source, selection, isPreview, dest };
    // Completed runs go by way of the area; that they are restored is told, and does not count as a move.
    const restored = op === "restore" ? tally : new MoveTally(context, source.progress);
    const isRestoring = op === "restore" || (op === "move" && isGiven(args, "-full-db"));
    const toHere = { ...order, op: "restore", dest: source.area.toppath, tally: restored } as const;
    let found = isRestoring ? await withCompleted(context, (records) => moveMatching({ ...toHere, records })) : 0;
    if (op !== "restore") found = (found ?? 0) + (await moveMatching({ ...order, op, records: source.records, tally }));
    if (!found) context.stdout("No matching runs found.\n");
    if (!found && tally.count === 0) return 0;
    if (!isPreview) await giveSpaceBack(source);
    return Math.max(tally.end(), restored.exitCode);
  });
}

interface Order {
  readonly context: Context;
  readonly source: Source;
  readonly op: MoveOp;
  readonly selection: ListSelection;
  readonly isPreview: boolean;
  /** Absolute path of the area where runs go. */
  readonly dest: string;
  /** Where they are. */
  readonly records: Records;
  readonly tally: MoveTally;
}

/** Moves the runs that match, or just tells of them; returns their number. */
async function moveMatching({ context, source, op, selection, isPreview, dest, records, tally }: Order): Promise<number> {
  const { args } = context;
  const age = args.values.get("-age");
  const rule = quietRule(source, records, age === undefined ? undefined : { text: age, seconds: ageOf(age) });
  const request = sized({ op, dest, runs: await matchingRuns(records, args, selection), rule }, source.tools);
  await prepareMove(source, request);
  for await (const outcome of isPreview ? previewMove(request, source.tools) : moveSelected(request, source.tools)) tally.add(outcome, op);
  return request.runs.length;
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

/** Runs that match the lists, oldest first. */
async function matchingRuns(records: Records, { values }: Arguments, selection: ListSelection): Promise<RunRecord[]> {
  const [states, statuses] = [listOf(values.get("-state")), listOf(values.get("-status"))];
  return (await listedRuns(records, selection))
    .filter(({ state, status }) => (states.length === 0 || states.includes(state)) && (statuses.length === 0 || statuses.includes(status)))
    .toSorted((a, b) => a.event_time - b.event_time || a.id - b.id);
}
