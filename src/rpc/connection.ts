import { Agent, get, type IncomingMessage, request } from "node:http";
import { maximumBytes, rpcPath } from "./wire.js";

/** Milliseconds that an answer may take; spec 04 § 15. */
const replyMs = 45_000;
/** Milliseconds that a server may take to accept a connection. */
const connectMs = 5000;
/** A connection that nobody used for so long is given up: a server keeps it longer. */
const idleMs = 30_000;

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** One kept connection to one server. */
export class Connection {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1, timeout: idleMs, keepAliveMsecs: 10_000 });
  readonly #token: string;
  /** Whether an answer ever came this way. */
  wasUsed = false;

  constructor(
    readonly address: ServerAddress,
    token: string,
  ) {
    this.#token = token;
  }

  /**
   * Sends a request and gives the answer's text, whatever its status.
   *
   * @throws Error when the server cannot be reached, breaks off, is too slow or says too much
   */
  async post(body: string): Promise<string> {
    const { host, port } = this.address;
    const text = await new Promise<string>((resolve, reject) => {
      const headers = { authorization: `Bearer ${this.#token}`, "content-type": "application/json", "content-length": Buffer.byteLength(body) };
      const sent = request({ host, port, path: rpcPath, method: "POST", agent: this.#agent, headers });
      const late = setTimeout(() => sent.destroy(new Error(`no answer within ${replyMs / 1000} s`)), replyMs);
      sent.on("socket", (socket) => {
        if (!socket.connecting) return;
        const slow = setTimeout(() => sent.destroy(new Error("cannot connect")), connectMs);
        socket.once("connect", () => clearTimeout(slow)).once("close", () => clearTimeout(slow));
      });
      sent.once("close", () => clearTimeout(late));
      sent.once("error", reject);
      sent.once("response", (response) => textOf(response).then(resolve, reject));
      sent.end(body);
    });
    this.wasUsed = true;
    return text;
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** Whether some server of megatest, of whatever area, is there. */
export function greets({ host, port }: ServerAddress): Promise<boolean> {
  return new Promise((resolve) => {
    const sent = get({ host, port, path: "/hey", timeout: connectMs, agent: false }, (response) =>
      textOf(response).then(
        (text) => resolve(text.trim() === "hey there!"),
        () => resolve(false),
      ),
    );
    sent.once("timeout", () => sent.destroy());
    sent.once("error", () => resolve(false));
  });
}

function textOf(response: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    response.on("data", (part: Buffer) => {
      length += part.length;
      if (length > maximumBytes) response.destroy(new Error("the answer is too large"));
      parts.push(part);
    });
    response.once("end", () => resolve(Buffer.concat(parts).toString("utf8")));
    response.once("error", reject);
    response.once("aborted", () => reject(new Error("the connection broke off")));
  });
}
