import type { TestRecord } from "../model/index.js";
import type { Records, TestSelector } from "../store/index.js";
import { RpcClient } from "./client.js";
import { type FinderOptions, ServerFinder } from "./finder.js";
import { type Procedure, procedures, type RemoteMethod } from "./procedures.js";

/**
 * The records of an area whose live database is on another host: everything is done by the server there. Nothing is sent before the first call.
 *
 * @param tries see {@link RpcClient}
 * @see spec 04 § 4 and § 15
 */
export function openRemoteRecords(options: FinderOptions, tries?: number): Records {
  const finder = new ServerFinder(options);
  return remoteRecords(new RpcClient({ find: (waitMs) => finder.find(waitMs), log: options.log, tries }));
}

export function remoteRecords(client: RpcClient): Records {
  const call =
    (procedure: Procedure) =>
    (...params: unknown[]) =>
      client.call(procedure, params);
  const calls = Object.fromEntries(Object.entries(procedures).map(([method, procedure]) => [method, call(procedure as Procedure)]));
  const remote = calls as unknown as Pick<Records, RemoteMethod>;
  return {
    ...remote,
    readOnly: false,
    async *listTests(runId: number, selector: TestSelector) {
      let batch: TestRecord[] = [];
      do {
        batch = await remote.nextTests(runId, selector, batch.at(-1));
        if (batch.length > 0) yield batch;
      } while (batch.length > 0);
    },
    // That is the server's task.
    startSyncing: () => {},
    close: () => client.close(),
  };
}
