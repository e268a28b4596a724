import { Failure, type Log } from "../base/index.js";
import { isThisHost } from "../homehost/index.js";
import { decodePayload, type Payload } from "../launch/index.js";
import { openRecords, type Records } from "../store/index.js";
import type { Env } from "../sys/index.js";
import { versionLine } from "./version.js";

/** Opens the records from a test's payload alone: no configuration is read or even loaded, so that `-step` is quick. */
export async function openTestRecords(payload: Payload, log: Log): Promise<Records> {
  await requireHomehost(payload.homehost, payload.toppath);
  return openRecords({ toppath: payload.toppath, areaName: payload.areaname, log, version: versionLine });
}

/** @throws Failure `not-in-test`, exit code 5, outside a test; spec 05 § 4 */
export function payloadOfTest(env: Env, flag: string): Payload {
  const encoded = env["MT_CMDINFO"];
  if (encoded === undefined) throw new Failure("not-in-test", `MT_CMDINFO env var not set, ${flag} must be called inside a test`, 5);
  return decodePayload(encoded);
}

/** @throws Failure `not-homehost` when the records are kept on another host */
export async function requireHomehost(homehost: string | undefined, toppath: string): Promise<void> {
  if (homehost !== undefined && (await isThisHost(homehost))) return;
  throw new Failure(
    "not-homehost",
    homehost === undefined
      ? `${toppath} has no homehost and none can be chosen, because the directory is not writable`
      : `the records of ${toppath} are kept on ${homehost}; run this command there, or name another host in [server] homehost or ${toppath}/.homehost while nothing runs`,
  );
}
