import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Duplex } from "node:stream";
import { Failure, messageOf } from "../../base/index.js";
import type { Application } from "./application.js";

export interface Listener {
  readonly port: number;
  /** Milliseconds since the epoch of the last request, or now while one is in progress. */
  lastUse(): number;
  /** Takes no more connections and breaks off those that there are. */
  close(): Promise<void>;
}

const timeouts = { headersTimeout: 10_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 };
/** Of headers in all; the address alone may have 16 KiB. */
const maximumHeaderBytes = 32 * 1024;
const maximumConnections = 1000;

/**
 * Listens for requests and hands them to the application.
 *
 * @param port 0: any that is free
 * @throws Failure `server` when the port cannot be had
 */
export async function listen(application: Application, address: { readonly bindTo: string; readonly port: number }): Promise<Listener> {
  const server = createServer({ ...timeouts, maxHeaderSize: maximumHeaderBytes });
  server.maxConnections = maximumConnections;
  const port = await bind(server, address);
  let inProgress = 0;
  let lastUse = Date.now();
  server.on("request", (request, response) => {
    inProgress++;
    response.once("close", () => {
      inProgress--;
      lastUse = Date.now();
    });
    void application.answer(request, response);
  });
  server.on("clientError", refuseGarbage);
  return {
    port,
    lastUse: () => (inProgress > 0 ? Date.now() : lastUse),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function bind(server: Server, { bindTo, port }: { readonly bindTo: string; readonly port: number }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) =>
      reject(new Failure("server", `cannot listen on ${bindTo}, port ${port}: ${messageOf(error)}; choose another with -port`)),
    );
    server.listen({ port, host: bindTo }, () => resolve((server.address() as AddressInfo).port));
  });
}

/** What is no HTTP. */
function refuseGarbage(_error: Error, socket: Duplex): void {
  if (!socket.writable) socket.destroy();
  else socket.end("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n", () => socket.destroy());
}
