import type { IncomingMessage, ServerResponse } from "node:http";
import type { Log } from "../../base/index.js";
import type { Level } from "../../view/index.js";
import type { BoundActs } from "../act/act.js";
import type { Given } from "../queries/query.js";
import type { Queries } from "../queries/thread.js";
import { internalError, Refused, refusedOf } from "../refused.js";
import { jsonBody } from "./body.js";
import type { Guard, Visitor } from "./guard.js";
import { isHostServed, isOriginOwn } from "./hosts.js";
import { isLevel, lesserOf, levelHeader, suffices } from "./levels.js";
import { oldAddress } from "./redirects.js";
import { redirect, sendAnswer, sendJson, sendRefusal } from "./reply.js";
import type { StaticFiles } from "./static.js";

/** A request with what has been found out about it. */
export interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Still percent-encoded. */
  readonly path: string;
  readonly given: Given;
}

/** A GET that is no query: a stream, or files. */
export interface Route {
  /** Of the path; what ends in `/` stands for all that begins so. */
  readonly path: string;
  /** `ticket`: the path itself says who may. */
  readonly needs: Level | "ticket";
  /** It lasts as long as somebody listens: only so many at once. */
  readonly isStream?: true;
  handle(exchange: Exchange, visitor: Visitor | undefined): Promise<void>;
}

export interface ApplicationOptions {
  /** What a `Host` header may say, without port. */
  readonly names: ReadonlySet<string>;
  readonly guard: Guard;
  readonly queries: Queries;
  readonly files: StaticFiles;
  readonly routes: readonly Route[];
  readonly acts: BoundActs;
  readonly log: Log;
}

const apiRoot = "/api/v1/";
const uiRoot = "/ui/";
/** Spec 06 § 33.10 */
const maximumUrl = 16 * 1024;
const maximumStreams = 50;

/** The whole dashboard as one function from requests to answers. Spec 06 § 19 and § 33 */
export class Application {
  readonly #options: ApplicationOptions;
  #streams = 0;

  constructor(options: ApplicationOptions) {
    this.#options = options;
  }

  /** Never rejects. */
  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    try {
      await this.#route(this.#exchange(request, response));
    } catch (error) {
      if (response.headersSent || request.socket.destroyed) {
        response.destroy();
        return;
      }
      await sendRefusal(request, response, refusedOf(error) ?? this.#bug(request, error)).catch(() => response.destroy());
    }
  }

  /** Strangers learn nothing of our insides. */
  #bug(request: IncomingMessage, error: unknown): Refused {
    const [path] = (request.url ?? "").split("?", 1);
    this.#options.log.error(`internal error while answering ${request.method} ${path}: ${error instanceof Error ? error.stack : String(error)}`);
    return internalError("the dashboard");
  }

  #exchange(request: IncomingMessage, response: ServerResponse): Exchange {
    const { url = "/", headers } = request;
    if (!isHostServed(headers, this.#options.names)) throw new Refused("forbidden", "this is not the host that was asked for");
    if (url.length > maximumUrl) throw new Refused("too-large", `an address may have ${maximumUrl} bytes`, undefined, 414);
    const [path = "", query = ""] = splitOnce(url);
    return { request, response, path, given: Object.fromEntries(new URLSearchParams(query)) };
  }

  async #route(exchange: Exchange): Promise<void> {
    const { request, response, path } = exchange;
    const isGet = request.method === "GET" || request.method === "HEAD";
    const route = this.#options.routes.find((one) => one.path === path || (one.path.endsWith("/") && path.startsWith(one.path)));
    if (route !== undefined && isGet) return this.#pass(route, exchange);
    if (path.startsWith(apiRoot)) return isGet ? this.#ask(exchange) : this.#act(exchange);
    if (!isGet) throw new Refused("bad-request", "not this way", undefined, 405);
    const elsewhere = oldAddress(path, exchange.given);
    if (elsewhere !== undefined) return redirect(response, elsewhere);
    if (path.startsWith(uiRoot)) return this.#options.files.send(request, response, path.slice(uiRoot.length));
    throw new Refused("not-found", "there is nothing here");
  }

  async #pass(route: Route, exchange: Exchange): Promise<void> {
    const visitor = route.needs === "ticket" ? undefined : this.#admit(exchange.request, route.needs);
    if (route.isStream === true) this.#countStream(exchange);
    await route.handle(exchange, visitor);
  }

  #countStream({ response }: Exchange): void {
    if (this.#streams >= maximumStreams)
      throw new Refused("busy", `${maximumStreams} streams are open already: close other windows of the dashboard`);
    this.#streams++;
    response.once("close", () => {
      this.#streams--;
    });
  }

  async #ask({ request, response, path, given }: Exchange): Promise<void> {
    const visitor = this.#admit(request, "view");
    const gone = new AbortController();
    response.once("close", () => gone.abort());
    const { range, "if-range": ifRange } = request.headers;
    const asker = {
      level: askedLevel(request, visitor),
      signal: gone.signal,
      ...(range !== undefined && { range }),
      ...(typeof ifRange === "string" && { ifRange }),
    };
    await sendAnswer(request, response, await this.#options.queries.ask(path.slice(apiRoot.length), given, asker));
  }

  async #act({ request, response, path, given }: Exchange): Promise<void> {
    const visitor = this.#admit(request, "view");
    const found = this.#findAct(`${request.method} ${path.slice(apiRoot.length)}`);
    if (!suffices(visitor.level, found.act.level)) throw levelMissing(found.act.level, visitor);
    if (!isOriginOwn(request.headers)) throw new Refused("forbidden", "another site has sent this request");
    const body = await jsonBody(request);
    const whole = { ...given, ...(typeof body === "object" ? body : {}), ...(found.id !== undefined && { id: found.id }) };
    await sendJson(request, response, (await found.act.carryOut(whole, visitor)) ?? {});
  }

  #findAct(name: string): { readonly act: NonNullable<BoundActs[string]>; readonly id?: string } {
    const { acts } = this.#options;
    const exact = Object.hasOwn(acts, name) ? acts[name] : undefined;
    if (exact !== undefined) return { act: exact };
    const slash = name.lastIndexOf("/");
    const general = `${name.slice(0, slash)}/:id`;
    const act = slash > 0 && Object.hasOwn(acts, general) ? acts[general] : undefined;
    if (act === undefined) throw new Refused("not-found", `there is nothing to change by ${name.slice(0, 100)}`);
    return { act, id: decoded(name.slice(slash + 1)) };
  }

  #admit(request: IncomingMessage, needed: Level): Visitor {
    const visitor = this.#options.guard.admit(request);
    if (!suffices(visitor.level, needed)) throw levelMissing(needed, visitor);
    return visitor;
  }
}

const levelMissing = (needed: Level, { level }: Visitor) => new Refused("forbidden", `this needs level ${needed}, and yours is ${level}`);

function splitOnce(url: string): [string, string] {
  const at = url.indexOf("?");
  return at < 0 ? [url, ""] : [url.slice(0, at), url.slice(at + 1)];
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refused("bad-request", "the address is not encoded as it should be");
  }
}

/** A dashboard that passes on what others ask shows them no more than they may see. */
function askedLevel({ headers }: IncomingMessage, { level }: Visitor): Level {
  const asked = headers[levelHeader];
  return typeof asked === "string" && isLevel(asked) ? lesserOf(level, asked) : level;
}
