import { basename } from "node:path";
import { maintenanceHolder } from "../area/index.js";
import { formatDuration } from "../base/index.js";
import { pingServer, serverLogName, serverLogs } from "../rpc/index.js";
import { hostName } from "../sys/index.js";
import { activityConditions, ago } from "./activity.js";
import { type Condition, type Decision, decisionOf, type Move } from "./condition.js";
import { permissions } from "./permissions.js";

/**
 * Looks whether the homehost may move. Reads megatest.db and files of the area, changes nothing. Ages of files are told by the clock of their file
 * system; how those of records are told, see `activity.ts`.
 *
 * @throws Failure as `activityConditions`
 * @see spec 04 § 25.1 and § 25.2
 */
export async function decide(move: Move, version: string): Promise<Decision> {
  const { toppath } = move.area;
  return decisionOf([...(await permissions(move)), ...activityConditions(move), await noServer(toppath, version), noMaintenance(toppath)]);
}

/** A server that touched its log within so many seconds lives; within the second time it must also answer. */
const livesSeconds = 16;
const maybeSeconds = 120;

/** @param version of megatest */
export async function noServer(toppath: string, version: string): Promise<Condition> {
  const own = serverLogName(process.pid, hostName());
  const logs = serverLogs(toppath).filter(({ file, age }) => basename(file) !== own && age <= maybeSeconds);
  const found = await Promise.all(
    logs.map(async (log) => {
      const touched = `logs/${basename(log.file)} was touched ${ago(log.age)}`;
      if (log.age < livesSeconds) return { lives: true, text: touched };
      const { answers } = log.started === undefined ? { answers: false } : await pingServer(log.started, toppath, version);
      return { lives: answers, text: `${touched}, and its server ${answers ? "answers" : "does not answer"}` };
    }),
  );
  const holds = found.every(({ lives }) => !lives);
  const texts = found.length === 0 ? [`no server touched its log within ${formatDuration(maybeSeconds)}`] : found.map(({ text }) => text);
  return { name: "no server", holds, evidence: `${texts.join(", ")}${holds ? "" : "; megatest -kill-servers ends servers"}` };
}

/** Also no run that is just being moved: that is done under this lock. */
function noMaintenance(toppath: string): Condition {
  const holder = maintenanceHolder(toppath);
  return { name: "no maintenance", holds: holder === undefined, evidence: holder === undefined ? "no maintenance lock" : `area is busy: ${holder}` };
}
