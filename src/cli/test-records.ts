import { Failure, type Log } from "../base/index.js";
import { isThisHost, readHomehost } from "../homehost/index.js";
import { decodePayload, type Payload } from "../launch/index.js";
import type { Records } from "../store/index.js";
import type { Env } from "../sys/index.js";
import { movingRecords } from "./moving-records.js";
import { versionLine } from "./version.js";

/**
 * Opens the records from a test's payload alone: no configuration is read or even loaded, and of the ways to the records just the one that is used, so
 * that `-step` is quick.
 */
export async function openTestRecords(payload: Payload, log: Log): Promise<Records> {
  const { toppath, areaname: areaName, throughServer } = payload;
  const homehost = await homehostOfTest(payload);
  const isHere = await isThisHost(homehost.address);
  const remote = () => openRemote(payload, log);
  if (!isHere || throughServer) return remote();
  const { openLocalRecords } = await import("./local-records.js");
  return movingRecords(openLocalRecords({ toppath, areaName, log }, { ...homehost, isPinned: payload.homehostPinned }), remote, log);
}

async function openRemote(payload: Payload, log: Log): Promise<Records> {
  const { toppath, areaname: areaName, megatest: program } = payload;
  const homehost = async () => {
    const { address } = await homehostOfTest(payload);
    return { address, isThisHost: await isThisHost(address) };
  };
  const { openRemoteRecords } = await import("../rpc/index.js");
  return openRemoteRecords({ toppath, areaName, homehost, program, version: versionLine, log });
}

/** It may have moved since the test was launched. */
async function homehostOfTest({ homehost, homehostPinned, toppath }: Payload) {
  const now = homehostPinned ? undefined : await readHomehost(toppath);
  if (now !== undefined) return now;
  if (homehost === undefined) throw new Failure("not-homehost", `${toppath} has no homehost`);
  return { address: homehost, epoch: undefined };
}

/** @throws Failure `not-in-test`, exit code 5, outside a test; spec 05 § 4 */
export function payloadOfTest(env: Env, flag: string): Payload {
  const encoded = env["MT_CMDINFO"];
  if (encoded === undefined) throw new Failure("not-in-test", `MT_CMDINFO env var not set, ${flag} must be called inside a test`, 5);
  return decodePayload(encoded);
}
