import { onTestFinished } from "vitest";
import { silentLog } from "../../src/base/index.js";
import { RpcClient } from "../../src/rpc/client.js";
import { Connection } from "../../src/rpc/connection.js";
import { remoteRecords } from "../../src/rpc/remote-records.js";
import { login } from "../../src/rpc/session.js";
import { type Listener, type ListenerOptions, listen } from "../../src/server/listener.js";
import { textReply } from "../../src/server/reply.js";
import { type RpcContext, rpcRoute } from "../../src/server/rpc-route.js";
import { Statistics } from "../../src/server/statistics.js";
import { Turnstile } from "../../src/server/turnstile.js";
import type { LocalRecords, Records } from "../../src/store/index.js";

export { requestText } from "../../src/rpc/session.js";

export const token = "0123456789abcdef".repeat(4);
const version = "1.6590-0000";

export interface RpcServer {
  readonly port: number;
  readonly context: RpcContext;
  readonly listener: Listener;
  /** What the server was told to end for. */
  readonly ended: string[];
  connection(): Connection;
  /** Records of a client; closed when the test ends. */
  client(): Records;
}

/** A server's rpc over these records, in this process; ended with the test. */
export async function rpcServer(records: LocalRecords, toppath: string, more: Partial<RpcContext & ListenerOptions> = {}): Promise<RpcServer> {
  const ended: string[] = [];
  const context: RpcContext = {
    toppath,
    version,
    records,
    requireRunsAllowed: () => {},
    sync: (options) => records.sync(options),
    statistics: new Statistics(),
    turnstile: new Turnstile(),
    log: silentLog,
    ending: () => ended[0],
    end: (why) => ended.push(why),
    onOverload: () => {},
    ...more,
  };
  const hey = { method: "GET", path: "/hey", isOpen: true, handle: () => textReply("hey there!\n") } as const;
  const listener = await listen({
    routes: [rpcRoute(context), hey],
    token,
    announced: "127.0.0.1",
    bindTo: "127.0.0.1",
    lowPort: 32_768,
    log: silentLog,
    ...more,
  });
  onTestFinished(() => listener.close());
  const connection = () => new Connection({ host: "127.0.0.1", port: listener.port }, token);
  return {
    port: listener.port,
    context,
    listener,
    ended,
    connection,
    client() {
      const find = async () => {
        const found = connection();
        await login(found, toppath, version);
        return found;
      };
      const client = remoteRecords(new RpcClient({ find, log: silentLog }));
      onTestFinished(() => client.close());
      return client;
    },
  };
}
