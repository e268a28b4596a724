import { request as httpRequest, type IncomingHttpHeaders } from "node:http";
import type { Area } from "../../src/area/index.js";
import { silentLog } from "../../src/base/index.js";
import { digestOf } from "../../src/rpc/index.js";
import type { Level } from "../../src/view/index.js";
import { type Act, type ActContext, bindActs } from "../../src/web/act/act.js";
import { Tickets } from "../../src/web/files/tickets.js";
import { Application, type ApplicationOptions } from "../../src/web/http/application.js";
import { Guard, type GuardOptions } from "../../src/web/http/guard.js";
import { servedNames } from "../../src/web/http/hosts.js";
import { type Listener, listen } from "../../src/web/http/listen.js";
import { NamedTokens } from "../../src/web/http/named-tokens.js";
import { StaticFiles } from "../../src/web/http/static.js";
import type { Queries } from "../../src/web/queries/thread.js";

export interface WebReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as JSON; undefined when it is none. */
  json(): unknown;
}

interface WebRequest {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

/** One request, with just the headers that are given: also a wrong `Host`. */
export function send(port: number, path: string, { method = "GET", headers = {}, body }: WebRequest = {}): Promise<WebReply> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(
      { host: "127.0.0.1", port, path, method, headers: { ...lengthOf(body, headers), ...headers }, agent: false },
      (response) => {
        const parts: Buffer[] = [];
        response.on("data", (part: Buffer) => parts.push(part));
        response.on("error", reject);
        response.on("end", () => {
          const whole = Buffer.concat(parts);
          resolve({ status: response.statusCode ?? 0, headers: response.headers, body: whole, json: () => parsed(whole) });
        });
      },
    );
    sent.on("error", reject);
    sent.end(body);
  });
}

function lengthOf(body: string | Buffer | undefined, headers: Readonly<Record<string, string>>): Record<string, string> {
  return body === undefined || "transfer-encoding" in headers ? {} : { "content-length": String(Buffer.byteLength(body)) };
}

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** `{error: {code}}` of a refusal. */
export function codeOf(reply: WebReply): string | undefined {
  const json = reply.json();
  if (typeof json !== "object" || json === null || !("error" in json)) return undefined;
  const { error } = json;
  return typeof error === "object" && error !== null && "code" in error && typeof error.code === "string" ? error.code : undefined;
}

/** Named tokens without a file: each token is its own label. */
export function tokensOf(levels: Readonly<Record<string, Level>>): NamedTokens {
  const known = Object.entries(levels).map(([label, level]) => ({ label, level, expires: undefined, sha256: digestOf(label).toString("hex") }));
  return new (class extends NamedTokens {
    override all() {
      return known;
    }
  })("/nowhere", silentLog);
}

/** Queries that answer what they were asked. */
export const echoQueries: Queries = {
  ask: async (name, given, { level }) => ({
    status: 200,
    headers: { "content-type": "application/json; charset=utf-8", etag: '"echo"' },
    body: new TextEncoder().encode(JSON.stringify({ name, given, level })),
  }),
  close: async () => {},
};

interface Served {
  readonly guard?: Partial<GuardOptions>;
  readonly acts?: Readonly<Record<string, Act>>;
  readonly options?: Partial<ApplicationOptions>;
  readonly ui?: string;
}

const nothingToActOn: Partial<ActContext> = {
  area: {} as Area,
  records: () => Promise.reject(new Error("no records here")),
  queries: echoQueries,
  tickets: new Tickets(),
  log: silentLog,
};

/** The application on a free port of loopback; `view`, `operate` and `admin` are tokens of these levels, `own` is that of the process. */
export function serveWeb({ guard, acts = {}, options, ui = "/nowhere" }: Served = {}): Promise<Listener> {
  const named = tokensOf({ view: "view", operate: "operate", admin: "admin" });
  const defaults = {
    ownToken: "own",
    ownLevel: "admin",
    isOwnTokenLocal: false,
    named,
    maximum: "admin",
    open: "nobody",
    proxyUser: undefined,
  } as const;
  const application = new Application({
    names: servedNames("127.0.0.1"),
    guard: new Guard({ ...defaults, ...guard }),
    queries: echoQueries,
    files: new StaticFiles(ui),
    routes: [],
    acts: bindActs(acts, nothingToActOn as ActContext),
    log: silentLog,
    ...options,
  });
  return listen(application, { bindTo: "127.0.0.1", port: 0 });
}

export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
