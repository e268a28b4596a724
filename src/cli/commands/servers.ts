import { Failure } from "../../base/index.js";
import { greets, pingServer, type ServerAddress } from "../../rpc/index.js";
import { killServers, serversTable } from "../../server/index.js";
import type { Context } from "../context.js";
import { versionLine } from "../version.js";

/** `-list-servers`; spec 05 § 6.11. */
export async function listServers(context: Context): Promise<number> {
  context.stdout(serversTable((await context.area()).toppath));
  return 0;
}

/** `-kill-servers`: ends each living server of the area, and shows which there were; spec 04 § 11. */
export async function endServers(context: Context): Promise<number> {
  const { toppath } = await context.area();
  context.stdout(serversTable(toppath));
  await killServers(toppath, context.log);
  return 0;
}

/**
 * `-ping HOST:PORT`, also outside of any area.
 *
 * @returns exit code: 0 when a server answers the login, else 1
 * @see spec 05 § 5.5
 */
export async function ping(context: Context): Promise<number> {
  const { args, log } = context;
  const given = args.values.get("-ping") ?? "";
  const address = parseAddress(given);
  const toppath = await toppathOf(context);
  // Outside of its area nobody knows the token that a login takes.
  const { answers, why } =
    toppath === undefined ? { answers: await greets(address), why: "asked without login" } : await pingServer(address, toppath, versionLine);
  log.info(0, `server ${given} ${answers ? "answers" : "does not answer"}: ${why}`);
  return answers ? 0 : 1;
}

async function toppathOf(context: Context): Promise<string | undefined> {
  try {
    return (await context.area()).toppath;
  } catch (error) {
    if (error instanceof Failure && error.reason === "no-area") return undefined;
    throw error;
  }
}

function parseAddress(text: string): ServerAddress {
  const [, host, port] = /^(.+):(\d{1,5})$/.exec(text) ?? [];
  if (host === undefined || Number(port) > 65_535) throw new Failure("usage", "bad host:port");
  return { host, port: Number(port) };
}
