import { Failure, type Log } from "../base/index.js";
import type { Records, TestSelector } from "../store/index.js";
import { procedures, type RemoteMethod } from "./procedures.js";

/**
 * Records of this host that are opened anew elsewhere when this host is no longer the homehost: what then fails as `moved` was not done, and is asked for
 * again there.
 *
 * @param reopen gives the records where they are now
 * @see spec 04 § 25.5
 */
export function movingRecords(local: Records, reopen: () => Promise<Records>, log: Log): Records {
  let current = local;
  let moving: Promise<Records> | undefined;
  const move = async (why: string): Promise<Records> => {
    log.info(0, `${why}: going on with the server there`);
    const remote = await reopen();
    await local.close();
    current = remote;
    return remote;
  };
  const callOf = (method: RemoteMethod) => {
    const on = (records: Records, params: readonly unknown[]) => (records[method] as (...params: readonly unknown[]) => Promise<unknown>)(...params);
    return async (...params: readonly unknown[]) => {
      try {
        return await on(current, params);
      } catch (error) {
        if (!(error instanceof Failure) || error.reason !== "moved" || (moving !== undefined && current !== local)) throw error;
        moving ??= move(error.message);
        return on(await moving, params);
      }
    };
  };
  const calls = Object.fromEntries((Object.keys(procedures) as RemoteMethod[]).map((method) => [method, callOf(method)]));
  return {
    ...(calls as unknown as Pick<Records, RemoteMethod>),
    readOnly: local.readOnly,
    listTests: (runId: number, selector: TestSelector) => current.listTests(runId, selector),
    startSyncing: (periodMs) => current.startSyncing(periodMs),
    close: () => current.close(),
  };
}
