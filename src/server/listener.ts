import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { errnoOf, Failure, type Log, messageOf } from "../base/index.js";
import { maximumBytes } from "../rpc/index.js";
import { type Route, refusal, type ServerReply } from "./reply.js";
import { ownHosts, TokenGuard } from "./trust.js";

/** Something with paths, and rules who may come in, of its own. */
export interface Site {
  has(path: string): boolean;
  /** Never rejects. */
  answer(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

export interface ListenerOptions {
  readonly routes: readonly Route[];
  readonly site?: Site | undefined;
  readonly token: string;
  /** The name or address that clients are told. */
  readonly announced: string;
  /** Undefined: all interfaces. */
  readonly bindTo: string | undefined;
  readonly lowPort: number;
  readonly log: Log;
  /** Milliseconds; tests have no time. */
  readonly limits?: { readonly headersMs: number; readonly requestMs: number };
}

export interface Listener {
  readonly port: number;
  /** Takes no more connections; resolves when all that were there have got their answers. */
  close(): Promise<void>;
}

const defaultLimits = { headersMs: 10_000, requestMs: 60_000 };
/** Longer than clients keep a connection that they do not use. */
const keepAliveMs = 65_000;
const maximumConnections = 4000;
const maximumHeaderBytes = 16 * 1024;

/** Ports are tried at random below this one; spec 04 § 10. */
const highPort = 64_000;
const portTries = 100;

/**
 * Listens for HTTP requests and hands to the routes what may be asked: a request of nobody we trust is refused before its body is read.
 *
 * @throws Failure `server` when no port can be had
 */
export async function listen(options: ListenerOptions): Promise<Listener> {
  const { headersMs, requestMs } = options.limits ?? defaultLimits;
  const server = createServer({
    headersTimeout: headersMs,
    requestTimeout: requestMs,
    keepAliveTimeout: keepAliveMs,
    connectionsCheckingInterval: Math.min(5000, headersMs / 2),
    maxHeaderSize: maximumHeaderBytes,
  });
  server.maxConnections = maximumConnections;
  const port = await bind(server, options);
  const guard = new Gatekeeper(options, port);
  server.on("request", (request, response) => void guard.answer(request, response));
  server.on("checkContinue", (request, response) => void guard.answer(request, response));
  server.on("clientError", refuseGarbage);
  return {
    port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeIdleConnections();
      }),
  };
}

async function bind(server: Server, { bindTo, lowPort }: ListenerOptions): Promise<number> {
  for (let tries = 0; ; tries++) {
    // At last any port that the system has.
    const port = tries < portTries ? lowPort + Math.floor(Math.random() * Math.max(1, highPort - lowPort)) : 0;
    try {
      return await bindOnce(server, port, bindTo);
    } catch (error) {
      if (errnoOf(error) === "EADDRINUSE" && port !== 0) continue;
      throw new Failure(
        "server",
        `cannot listen on ${bindTo ?? "any address"}, port ${port}: ${messageOf(error)}; see [server] hostname and lowport`,
      );
    }
  }
}

function bindOnce(server: Server, port: number, host: string | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/** What is no HTTP. */
function refuseGarbage(_error: Error, socket: Duplex): void {
  if (!socket.writable) socket.destroy();
  else socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", () => socket.destroy());
}

const tooLarge = refusal(413, "bad call", "this request is too large");

class Gatekeeper {
  readonly #options: ListenerOptions;
  readonly #guard: TokenGuard;
  readonly #hosts: ReadonlySet<string>;

  constructor(options: ListenerOptions, port: number) {
    this.#options = options;
    this.#guard = new TokenGuard(options.token);
    this.#hosts = ownHosts(options.announced, port);
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { site } = this.#options;
    if (site?.has(pathOf(request))) return site.answer(request, response);
    try {
      const found = this.#routeFor(request);
      if ("status" in found) return this.#refuse(request, response, found);
      const body = await bodyOf(request);
      if (body === undefined) return this.#refuse(request, response, tooLarge);
      send(response, await found.handle({ path: found.path, body }));
    } catch (error) {
      if (request.destroyed && !response.headersSent) return;
      // Strangers learn nothing of our insides.
      this.#options.log.error(
        `internal error while answering ${request.method} ${request.url}: ${error instanceof Error ? error.stack : String(error)}`,
      );
      send(response, refusal(500, "error", "internal error of the server: see its log"), { close: true });
    }
  }

  #refuse(request: IncomingMessage, response: ServerResponse, why: ServerReply): void {
    // What the client still sends is not kept; who reads nothing of it breaks the connection off before the answer is there.
    request.resume();
    send(response, why, { close: true });
  }

  /** The route, or why not. */
  #routeFor(request: IncomingMessage): Route | ServerReply {
    const { host, authorization } = request.headers;
    if (!this.#hosts.has((host ?? "").toLowerCase())) return refusal(403, "bad call", "this is not the host that was asked for");
    const path = pathOf(request);
    const here = this.#options.routes.filter((route) => route.path === path);
    if (here.length === 0) return refusal(404, "bad call", "there is nothing here");
    const route = here.find(({ method }) => method === request.method);
    if (route === undefined) return refusal(405, "bad call", "not this way");
    if (!route.isOpen && !this.#guard.admits(authorization)) return refusal(401, "bad call", "this needs the token of the area");
    return Number(request.headers["content-length"] ?? 0) > maximumBytes ? tooLarge : route;
  }
}

const pathOf = ({ url = "" }: IncomingMessage) => url.split("?", 1)[0] ?? "";

/** Undefined when it is too large. Rejects when the connection breaks off. */
function bodyOf(request: IncomingMessage): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on("data", (part: Buffer) => {
      length += part.length;
      if (length > maximumBytes) {
        request.removeAllListeners("data");
        resolve(undefined);
      } else {
        parts.push(part);
      }
    });
    request.once("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    request.once("error", reject);
    request.once("aborted", () => reject(new Error("the connection broke off")));
  });
}

function send(response: ServerResponse, { status, type, body }: ServerReply, options: { readonly close?: boolean } = {}): void {
  const headers = {
    "content-type": type,
    "content-length": Buffer.byteLength(body),
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(options.close === true && { connection: "close" }),
  };
  response.writeHead(status, headers).end(body);
}
