import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { parseDuration } from "../base/index.js";
import type { Config } from "../config/index.js";
import { isLive, type TestName, type TestRecord } from "../model/index.js";
import type { Records } from "../store/index.js";

const finishedStates = new Set(["COMPLETED", "INCOMPLETE"]);
const judgedStatuses = new Set(["PASS", "FAIL", "ABORT"]);

/**
 * Why a test that could be launched is skipped, by `[skip]` of its testconfig; undefined when it is not.
 *
 * @param directory test source directory
 * @param now epoch seconds
 * @see spec 02 § 13.2
 */
export async function skipReason(records: Records, test: TestName, testconfig: Config, directory: string, now: number): Promise<string | undefined> {
  if (testconfig.names("skip").length === 0) return undefined;
  const others = await records.sameTests(test);
  const file = testconfig.lookup("skip", "fileexists")?.trim();
  const delay = testconfig.lookup("skip", "rundelay")?.trim();
  if (testconfig.lookup("skip", "prevrunning") !== undefined && others.some((other) => isLive(other.state))) {
    return "Skipping due to previous tests running";
  }
  if (file !== undefined && file !== "" && existsSync(resolve(directory, file))) return `Skipping due to existance of file ${file}`;
  if (delay !== undefined && ranWithin(others, parseDuration(delay) ?? 0, now)) return `Skipping due to previous test run less than ${delay} ago`;
  return undefined;
}

function ranWithin(others: readonly TestRecord[], seconds: number, now: number): boolean {
  return others.some(
    (other) => isLive(other.state) || (finishedStates.has(other.state) && judgedStatuses.has(other.status) && now - other.event_time < seconds),
  );
}
