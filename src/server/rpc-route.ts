import { realpathSync } from "node:fs";
import * as z from "zod/mini";
import type { Log } from "../base/index.js";
import {
  methodOf,
  procedures,
  protocolVersion,
  type Refusal,
  type Reply,
  type RpcRequest,
  refusalOf,
  requestSchema,
  rpcPath,
  sessionProcedures,
} from "../rpc/index.js";
import type { LocalRecords, Records } from "../store/index.js";
import { jsonReply, type Route, refusal, type ServerReply } from "./reply.js";
import type { Statistics } from "./statistics.js";
import type { Turnstile } from "./turnstile.js";

/** What the calls of clients work with. */
export interface RpcContext {
  readonly toppath: string;
  /** Of megatest. */
  readonly version: string;
  readonly records: LocalRecords;
  /** Throws when no run may be started; spec 04 § 24.2. */
  readonly requireRunsAllowed: () => void;
  /** Brings the area database up to date without keeping other calls waiting. */
  readonly sync: Records["sync"];
  readonly statistics: Statistics;
  readonly turnstile: Turnstile;
  readonly log: Log;
  /** Why nothing more is taken, when the server is ending. */
  readonly ending: () => string | undefined;
  /** Ends the server after this call. */
  readonly end: (why: string) => void;
  /** Too much was asked for. */
  readonly onOverload: () => void;
}

type Call = RpcRequest["calls"][number];

/** Takes the calls of clients; spec 04 § 13 and § 14. */
export function rpcRoute(context: RpcContext): Route {
  return { method: "POST", path: rpcPath, isOpen: false, handle: ({ body }) => answer(context, body) };
}

async function answer(context: RpcContext, body: string): Promise<ServerReply> {
  const request = parse(context, body);
  if ("status" in request) return request;
  const ending = context.ending();
  if (ending !== undefined) return refusal(503, "moved", ending);
  const replies = await context.turnstile.pass(() => Promise.all(request.calls.map((call) => reply(context, request, call))));
  if (replies !== undefined) return jsonReply({ replies });
  context.onOverload();
  return refusal(503, "overloaded", "the server is overloaded");
}

const withProtocol = z.object({ protocol: z.unknown() });

function parse({ version }: RpcContext, body: string): RpcRequest | ServerReply {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    return refusal(400, "bad call", "the request is no JSON");
  }
  const protocol = z.safeParse(withProtocol, json);
  if (protocol.success && protocol.data.protocol !== protocolVersion) {
    const theirs = JSON.stringify(protocol.data.protocol);
    const advice = "use one version on all hosts, or end this server with megatest -kill-servers";
    return refusal(
      400,
      "bad call",
      `this server is megatest ${version} and speaks protocol ${protocolVersion}, not ${theirs?.slice(0, 20)}: ${advice}`,
    );
  }
  const request = z.safeParse(requestSchema, json);
  return request.success ? request.data : refusal(400, "bad call", `the request cannot be understood: ${mistakes(request.error)}`);
}

/** Side by side with the others of its batch, so that their writes share a transaction. */
async function reply(context: RpcContext, { client, batch }: RpcRequest, call: Call): Promise<Reply> {
  const began = performance.now();
  try {
    return await carryOut(context, call, { client, batch, call: call.id });
  } catch (error) {
    const refused = refusalOf(error);
    if (refused?.err === "moved") context.end(refused.msg);
    if (refused !== undefined) return refused;
    context.log.error(`internal error in ${call.cmd}: ${error instanceof Error ? error.stack : String(error)}`);
    return { ok: false, err: "error", msg: `internal error of the server in ${call.cmd}: see its log` };
  } finally {
    context.statistics.note(call.cmd, performance.now() - began);
  }
}

function carryOut(context: RpcContext, { cmd, params }: Call, request: Parameters<LocalRecords["once"]>[0]): Promise<Reply> | Reply {
  const { records } = context;
  const method = methodOf(cmd);
  if (method === undefined) return sessionCall(context, cmd, params);
  const procedure = procedures[method];
  const given = z.safeParse(procedure.params(), params);
  if (!given.success) return badCall(`${cmd}: ${mistakes(given.error)}`);
  if (method === "registerRun") context.requireRunsAllowed();
  // The table has seen to it that the parameters are those of the method.
  const call = (of: Records) => (of[method] as (...args: readonly unknown[]) => Promise<unknown>)(...given.data);
  if (method === "sync") return context.sync(...(given.data as Parameters<Records["sync"]>)).then(done);
  return (procedure.access === "write" ? records.once(request, call) : call(records)).then(done);
}

function sessionCall(context: RpcContext, cmd: string, params: readonly unknown[]): Reply {
  const { login, ping, killServer } = sessionProcedures;
  switch (cmd) {
    case ping.cmd:
      return done(process.pid);
    case killServer.cmd:
      context.end("a client asked for it");
      return done(true);
    case login.cmd: {
      const given = z.safeParse(login.params(), params);
      return given.success ? done(logIn(context, given.data[0], given.data[1])) : badCall(`${cmd}: ${mistakes(given.error)}`);
    }
    default:
      return badCall(`ERROR: BAD api call ${cmd.slice(0, 100)}`);
  }
}

function logIn({ toppath, version }: RpcContext, theirPath: string, theirVersion: string) {
  if (!isSameDirectory(theirPath, toppath)) return [false, "another area", toppath, theirPath];
  if (release(theirVersion) !== release(version)) return [false, "another version", version, theirVersion];
  return [true, "successful login"];
}

/** Also when one of them goes there by a link. */
function isSameDirectory(one: string, other: string): boolean {
  try {
    return one === other || realpathSync(one) === realpathSync(other);
  } catch {
    return false;
  }
}

/** Builds of one release understand each other as long as they speak one protocol. */
const release = (version: string) => version.split("-", 1)[0];

const done = (res: unknown): Reply => ({ ok: true, res });
const badCall = (msg: string): Refusal => ({ ok: false, err: "bad call", msg });

/** The first few, in one line. */
const mistakes = (error: z.core.$ZodError) =>
  error.issues
    .slice(0, 3)
    .map((issue) => `${issue.path.join(".")} ${issue.message}`.trim())
    .join("; ");
