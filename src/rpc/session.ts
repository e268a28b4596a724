import { randomBytes } from "node:crypto";
import { messageOf } from "../base/index.js";
import { Connection, type ServerAddress } from "./connection.js";
import { type Login, type Session, sessionProcedures } from "./procedures.js";
import { areaToken } from "./token.js";
import { errorOf, jsonText, protocolVersion, type Reply, responseSchema } from "./wire.js";

/** A name that no other program has. */
export const newClientName = (): string => randomBytes(12).toString("base64url");

/** Text of a request with these calls, whose parameters are JSON already. */
export function requestText(client: string, batch: number, calls: readonly { readonly cmd: string; readonly params: string }[]): string {
  const list = calls.map(({ cmd, params }, id) => `{"id":${id},"cmd":${JSON.stringify(cmd)},"params":${params}}`);
  return `{"protocol":${protocolVersion},"client":"${client}","batch":${batch},"calls":[${list.join(",")}]}`;
}

/**
 * The answers in a response: one for each call, or one refusal of all.
 *
 * @throws Error when this is no answer of a server of ours
 */
export function repliesOf(text: string, calls: number): readonly Reply[] {
  const response = responseSchema.parse(JSON.parse(text));
  if (!("replies" in response)) return [response];
  if (response.replies.length !== calls) throw new Error(`${response.replies.length} answers to ${calls} calls`);
  return response.replies;
}

/** One call of a session, alone. */
async function ask<M extends keyof Session>(connection: Connection, method: M, ...args: Parameters<Session[M]>): Promise<unknown> {
  const { cmd, result } = sessionProcedures[method];
  const [reply] = repliesOf(await connection.post(requestText(newClientName(), 0, [{ cmd, params: jsonText(args) }])), 1);
  if (reply?.ok !== true) throw reply === undefined ? new Error("no answer") : errorOf(reply);
  return result().parse(reply.res);
}

/** @throws Error when there is no server of this area */
export function login(connection: Connection, toppath: string, version: string): Promise<Login> {
  return ask(connection, "login", toppath, version, newClientName()) as Promise<Login>;
}

/** Whether a server of this area and of this version of megatest answers there. */
export async function pingServer(
  address: ServerAddress,
  toppath: string,
  version: string,
): Promise<{ readonly answers: boolean; readonly why: string }> {
  return withConnection(address, toppath, async (connection) => {
    const [answers, why] = await login(connection, toppath, version);
    return { answers, why };
  }).catch((error) => ({ answers: false, why: messageOf(error) }));
}

/** Asks a server to sync and end. */
export function askToEnd(address: ServerAddress, toppath: string): Promise<unknown> {
  return withConnection(address, toppath, (connection) => ask(connection, "killServer"));
}

async function withConnection<T>(address: ServerAddress, toppath: string, use: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = new Connection(address, areaToken(toppath));
  try {
    return await use(connection);
  } finally {
    connection.close();
  }
}
