import { join } from "node:path";
import { formatDuration } from "../base/index.js";
import { fileSystemNow, hostName, livingLock } from "../sys/index.js";
import { activityConditions, ago } from "./activity.js";
import { type Condition, type Decision, decisionOf, type Move } from "./condition.js";
import { permissions } from "./permissions.js";
import { recentServerLogs, type ServerLog } from "./server-logs.js";

/** Asks a server at `host:port` whether it answers the login. */
export type Ping = (address: string) => Promise<boolean>;

/**
 * Looks whether the homehost may move. Reads megatest.db and files of the area, changes nothing. Ages of files are told by the clock of their file
 * system; how those of records are told, see `activity.ts`.
 *
 * @throws Failure as `activityConditions`
 * @see spec 04 § 25.1 and § 25.2
 */
export async function decide(move: Move, ping: Ping): Promise<Decision> {
  const { toppath } = move.area;
  return decisionOf([...(await permissions(move)), ...activityConditions(move), await noServer(toppath, ping), noMaintenance(toppath)]);
}

/** A server that touched its log within so many seconds lives; within the second time it must also answer. */
const livesSeconds = 16;
const maybeSeconds = 120;

export async function noServer(toppath: string, ping: Ping): Promise<Condition> {
  const own = `server-${process.pid}-${hostName()}.log`;
  const logs = recentServerLogs(toppath, maybeSeconds, fileSystemNow(toppath)).filter(({ name }) => name !== own);
  const answers = await Promise.all(logs.map(async ({ age, address }) => age >= livesSeconds && address !== undefined && (await ping(address))));
  const isLiving = logs.some(({ age }, index) => age < livesSeconds || answers[index]);
  const evidence = logs.map((log, index) => logText(log, answers[index] === true)).join(", ");
  if (isLiving) return { name: "no server", holds: false, evidence: `${evidence}; megatest -kill-servers ends servers` };
  return {
    name: "no server",
    holds: true,
    evidence: evidence === "" ? `no server touched its log within ${formatDuration(maybeSeconds)}` : evidence,
  };
}

function logText({ name, age, address }: ServerLog, answers: boolean): string {
  const touched = `logs/${name} was touched ${ago(age)}`;
  if (age < livesSeconds) return touched;
  return `${touched}, and ${answers ? "its server" : "no server"} answers${address === undefined ? "" : ` at ${address}`}`;
}

const maintenanceExpireMs = 300_000;

/** Also no run that is just being moved: that is done under this lock. */
export function noMaintenance(toppath: string): Condition {
  const holder = livingLock(join(toppath, ".mt-maint.lock"), maintenanceExpireMs);
  return { name: "no maintenance", holds: holder === undefined, evidence: holder === undefined ? "no maintenance lock" : `area is busy: ${holder}` };
}
