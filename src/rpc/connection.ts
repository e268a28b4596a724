import { connect, type Socket } from "node:net";
import { maximumBytes, rpcPath } from "./wire.js";

/** Milliseconds that an answer may take; spec 04 § 15. */
const replyMs = 45_000;
/** Milliseconds that a server may take to accept a connection. */
const connectMs = 5000;
/** A connection that nobody used for so long is given up: a server keeps it longer. */
const idleMs = 30_000;
const maximumHeadBytes = 16 * 1024;

export interface ServerAddress {
  readonly host: string;
  readonly port: number;
}

/** One kept connection to one server, with one request on its way at a time. HTTP as our servers speak it, which costs half of what node:http does. */
export class Connection {
  readonly #head: (method: string, path: string, length: number) => string;
  #socket: Socket | undefined;
  /** Whether an answer ever came this way. */
  wasUsed = false;

  /** @param token absent: for what strangers may ask */
  constructor(
    readonly address: ServerAddress,
    token?: string,
  ) {
    const { host, port } = address;
    const own = `Host: ${host.includes(":") ? `[${host}]` : host}:${port}\r\n${token === undefined ? "" : `Authorization: Bearer ${token}\r\n`}`;
    this.#head = (method, path, length) => `${method} ${path} HTTP/1.1\r\n${own}Content-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`;
  }

  /**
   * Sends a request and gives the answer's text, whatever its status.
   *
   * @throws Error when the server cannot be reached, breaks off, is too slow, says too much or does not speak as ours do
   */
  post(body: string): Promise<string> {
    return this.#exchange(`${this.#head("POST", rpcPath, Buffer.byteLength(body))}${body}`);
  }

  get(path: string): Promise<string> {
    return this.#exchange(this.#head("GET", path, 0));
  }

  close(): void {
    this.#socket?.destroy();
    this.#socket = undefined;
  }

  async #exchange(request: string): Promise<string> {
    this.#socket ??= await this.#connect();
    const socket = this.#socket;
    socket.ref();
    try {
      const answer = answerOn(socket);
      socket.write(request);
      const { body, isLast } = await answer;
      if (isLast) this.close();
      this.wasUsed = true;
      return body;
    } catch (error) {
      this.close();
      throw error;
    } finally {
      socket.unref();
    }
  }

  #connect(): Promise<Socket> {
    return new Promise((resolve, reject) => {
      const socket = connect({ ...this.address, noDelay: true, keepAlive: true });
      const late = setTimeout(() => socket.destroy(new Error("cannot connect")), connectMs);
      socket.once("close", () => {
        clearTimeout(late);
        if (this.#socket === socket) this.#socket = undefined;
      });
      // Whoever waits for something learns of it by itself.
      socket.on("error", reject);
      socket.once("connect", () => {
        clearTimeout(late);
        socket.setTimeout(idleMs + replyMs, () => socket.destroy());
        resolve(socket);
      });
    });
  }
}

interface Answer {
  readonly body: string;
  /** The server closes the connection after it. */
  readonly isLast: boolean;
}

function answerOn(socket: Socket): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const reader = new AnswerReader();
    const late = setTimeout(() => end(new Error(`no answer within ${replyMs / 1000} s`)), replyMs);
    const onClose = () => end(new Error("the connection broke off"));
    const onData = (part: Buffer) => {
      try {
        const answer = reader.take(part);
        if (answer !== undefined) end(answer);
      } catch (error) {
        end(error);
      }
    };
    const end = (result: unknown) => {
      clearTimeout(late);
      socket.off("data", onData).off("error", end).off("close", onClose);
      if (result instanceof Error) reject(result);
      else resolve(result as Answer);
    };
    socket.on("data", onData).on("error", end).on("close", onClose);
  });
}

/** Puts an answer together from the pieces in which it comes. */
class AnswerReader {
  #head: { readonly length: number; readonly isLast: boolean } | undefined;
  #parts: Buffer[] = [];
  #received = 0;

  /** The answer when it is complete. */
  take(part: Buffer): Answer | undefined {
    this.#parts.push(part);
    this.#received += part.length;
    if (this.#head === undefined && !this.#readHead()) return undefined;
    const { length, isLast } = this.#head ?? { length: 0, isLast: true };
    if (this.#received < length) return undefined;
    if (this.#received > length) throw new Error("the server says more than it was asked");
    return { body: this.#text(), isLast };
  }

  /** False while it is not complete; what follows it stays in the parts. */
  #readHead(): boolean {
    const [only] = this.#parts;
    const bytes = this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts);
    const end = bytes.indexOf("\r\n\r\n");
    if (end === -1 && bytes.length < maximumHeadBytes) return false;
    const head = bytes.toString("latin1", 0, end);
    const length = Number(/^content-length: *(\d+)\r?$/im.exec(head)?.[1] ?? Number.NaN);
    if (!/^HTTP\/1\.1 \d{3} /.test(head) || Number.isNaN(length)) throw new Error("this is no answer of a server of megatest");
    if (length > maximumBytes) throw new Error("the answer is too large");
    this.#head = { length, isLast: /^connection: *close\r?$/im.test(head) };
    this.#parts = [bytes.subarray(end + 4)];
    this.#received = bytes.length - end - 4;
    return true;
  }

  #text(): string {
    const [only] = this.#parts;
    return (this.#parts.length === 1 && only !== undefined ? only : Buffer.concat(this.#parts)).toString("utf8");
  }
}

/** Whether some server of megatest, of whatever area, is there. */
export async function greets(address: ServerAddress): Promise<boolean> {
  const connection = new Connection(address);
  try {
    return (await connection.get("/hey")).trim() === "hey there!";
  } catch {
    return false;
  } finally {
    connection.close();
  }
}
