import { statSync } from "node:fs";
import { join } from "node:path";
import { settingIsOn } from "../config/index.js";
import { isWritable } from "../sys/index.js";
import { isSameHost, isThisHost } from "./address.js";
import type { Condition, Move } from "./condition.js";
import { isRetired, pinnedHomehost, retiredHosts } from "./homehost.js";
import { runOn, unreachable } from "./ssh.js";

/** Who may move the homehost, and where to; spec 04 § 25.1. */
export async function permissions(move: Move): Promise<Condition[]> {
  return [
    ...(move.to === undefined ? [] : await ofNewHomehost(move, move.to)),
    notPinned(move),
    ...(move.isAutomatic ? [automatic(move)] : []),
    writable(move),
    sameUser(move),
  ];
}

type NewHomehost = NonNullable<Move["to"]>;

async function ofNewHomehost(move: Move, to: NewHomehost): Promise<Condition[]> {
  return [await elsewhere(move, to), await notRetired(move, to), ...(to.isThisHost ? [] : [await reachable(move, to)])];
}

/** Whether the move would change nothing. */
export async function isThereAlready({ from, to }: Move): Promise<boolean> {
  return to !== undefined && (to.isThisHost ? isThisHost(from.address) : isSameHost(from.address, to.address));
}

async function elsewhere(move: Move, to: NewHomehost): Promise<Condition> {
  const evidence = `the homehost is ${move.from.address}, the new one would be ${to.address}`;
  return { name: "elsewhere", holds: !(await isThereAlready(move)), evidence };
}

async function notRetired({ area }: Move, to: NewHomehost): Promise<Condition> {
  const retired = retiredHosts(area);
  if (retired.length === 0) return { name: "not retired", holds: true, evidence: "[server] retire-hosts is not set" };
  const holds = !(await isRetired(area, to.isThisHost ? undefined : to.address));
  return { name: "not retired", holds, evidence: `${to.address} is ${holds ? "not " : ""}among [server] retire-hosts ${retired.join(" ")}` };
}

/** Others will start a server there by ssh. */
async function reachable({ area: { toppath } }: Move, to: NewHomehost): Promise<Condition> {
  const { exitCode, message } = await runOn(to.address, ["test", "-w", toppath]);
  const evidence =
    exitCode === 0
      ? `${to.address} is reached by ssh and can write the area`
      : exitCode === unreachable
        ? `${to.address} can't be reached by ssh${message === "" ? "" : ` (${message})`}; give the command there instead`
        : `${to.address} cannot write ${toppath}`;
  return { name: "reachable", holds: exitCode === 0, evidence };
}

function notPinned({ area }: Move): Condition {
  const pinned = pinnedHomehost(area);
  const evidence = pinned === undefined ? "is not set" : `is set to ${pinned} at ${area.config.placeOf("server", "homehost")}`;
  return { name: "not pinned", holds: pinned === undefined, evidence: `[server] homehost ${evidence}` };
}

function automatic({ area }: Move): Condition {
  const holds = settingIsOn(area.config, "server", "auto-homehost");
  return { name: "automatic", holds, evidence: `[server] auto-homehost is ${holds ? "yes" : "no"}` };
}

function writable({ area: { toppath } }: Move): Condition {
  const holds = isWritable(toppath);
  return { name: "writable", holds, evidence: `${toppath} can${holds ? "" : "not"} be written` };
}

/** The live database of another user's homehost is not ours. */
function sameUser({ area }: Move): Condition {
  const owner = statSync(join(area.toppath, ".homehost"), { throwIfNoEntry: false })?.uid;
  const own = process.getuid?.();
  const holds = owner === undefined || owner === own;
  return { name: "same user", holds, evidence: `.homehost belongs to ${holds ? "this user" : `the user with id ${owner}, this is ${own}`}` };
}
