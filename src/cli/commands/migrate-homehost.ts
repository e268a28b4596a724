import { Failure } from "../../base/index.js";
import {
  bestAddress,
  type Decision,
  decide,
  findHomehost,
  isThisHost,
  type Move,
  type MoveOutcome,
  migrate,
  moveText,
  noHomehost,
  outwardAddress,
} from "../../homehost/index.js";
import { type Arguments, isGiven } from "../arguments.js";
import type { Context } from "../context.js";
import { moveTools } from "../homehost-moves.js";

/**
 * `-migrate-homehost [HOST] [-force] [-actions print]`: makes HOST, by default this host, the homehost now.
 *
 * @returns exit code: 1 when the homehost stays where it is, unless that is HOST
 * @see spec 04 § 25
 */
export async function migrateHomehost(context: Context): Promise<number> {
  const { args, log, stdout } = context;
  const isPrint = asksToPrint(args);
  const area = await context.area();
  const from = await findHomehost(area);
  if (from === undefined) throw noHomehost(area);
  const move = { area, from, to: await newHomehost(args), isAutomatic: false, force: isGiven(args, "-force") };
  const tools = moveTools(context);
  if (!isPrint) return report(await migrate(move, tools), log);
  stdout(decisionText(move, await decide(move, tools.version)));
  return 0;
}

function asksToPrint(args: Arguments): boolean {
  const actions = args.values.get("-actions");
  if (actions === undefined || actions === "print") return actions !== undefined;
  throw new Failure("usage", `-migrate-homehost -actions ${actions}: must be print`);
}

async function newHomehost({ leftovers }: Arguments): Promise<NonNullable<Move["to"]>> {
  const [host, another] = leftovers;
  if (another !== undefined) throw new Failure("usage", `-migrate-homehost takes one host, not ${leftovers.join(" ")}`);
  if (host === undefined || (await isThisHost(host))) return { address: await bestAddress(), isThisHost: true };
  const address = await outwardAddress(host);
  if (address === undefined) throw new Failure("not-found", `-migrate-homehost ${host}: no address is known for this host`);
  return { address, isThisHost: false };
}

function report(outcome: MoveOutcome, log: Context["log"]): number {
  switch (outcome.kind) {
    case "moved":
      log.info(0, moveText(outcome));
      return 0;
    case "there":
      log.info(0, `homehost is ${outcome.at} already`);
      return 0;
    case "stays":
      log.error([`homehost stays ${outcome.at}:`, ...outcome.reasons].join("\n   "));
      return 1;
    default:
      return outcome satisfies never;
  }
}

/** What would be done, and each condition with what shows it. */
function decisionText({ from, to }: Move, { conditions, reasons }: Decision): string {
  const lines = conditions.map(({ name, holds, evidence }) => `${holds ? "yes" : "no "}  ${name.padEnd(15)} ${evidence}`);
  const verdict = reasons.length === 0 ? `would move the homehost from ${from.address} to ${to?.address}` : `homehost would stay ${from.address}`;
  return `${[...lines, verdict].join("\n")}\n`;
}
