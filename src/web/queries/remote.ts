import { Agent, request as httpRequest, type IncomingMessage } from "node:http";
import { type Log, messageOf } from "../../base/index.js";
import type { ServerAddress } from "../../rpc/index.js";
import type { ApiProblem, Hello, LiveEvent } from "../../view/index.js";
import { levelHeader } from "../http/levels.js";
import type { EventSource } from "../live/hub.js";
import { Refused } from "../refused.js";
import type { Answer } from "./messages.js";
import type { Asker, Given } from "./query.js";
import type { Queries } from "./thread.js";

export interface RemoteOptions {
  /** The server of the area, which is started when there is none; asked again when the one before does not answer. */
  readonly find: () => Promise<ServerAddress>;
  /** Of the area. */
  readonly token: () => string;
  /** What is not the server's but this dashboard's. */
  readonly hello: Partial<Hello>;
  readonly log: Log;
}

const root = "/api/v1/";
const firstRetryMs = 500;
const lastRetryMs = 30_000;

/** Passes on what is asked to the server of the area, where the records are. Spec 06 § 15.1 */
export class RemoteQueries implements Queries, EventSource {
  readonly #options: RemoteOptions;
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 20 });
  readonly #listeners: ((events: readonly LiveEvent[]) => void)[] = [];
  #server: Promise<ServerAddress> | undefined;
  #watching: AbortController | undefined;

  constructor(options: RemoteOptions) {
    this.#options = options;
  }

  async ask(name: string, given: Given, asker: Asker): Promise<Answer> {
    const path = `${root}${name}?${new URLSearchParams(given)}`;
    const headers = {
      [levelHeader]: asker.level,
      ...(asker.range !== undefined && { range: asker.range }),
      ...(asker.ifRange !== undefined && { "if-range": asker.ifRange }),
    };
    const answer = answerOf(await this.#get(path, headers, asker.signal).then((response) => wholeOf(response, asker.signal)));
    return name === "hello" ? this.#greeting(answer) : answer;
  }

  follow(listener: (events: readonly LiveEvent[]) => void): void {
    this.#listeners.push(listener);
  }

  watch(periodMs: number | undefined): void {
    this.#watching?.abort();
    this.#watching = undefined;
    if (periodMs === undefined) return;
    this.#watching = new AbortController();
    void this.#listen(this.#watching.signal);
  }

  async close(): Promise<void> {
    this.#watching?.abort();
    this.#agent.destroy();
  }

  #tell(events: readonly LiveEvent[]): void {
    for (const listener of this.#listeners) listener(events);
  }

  /** One stream after the other, as long as somebody watches. */
  async #listen(signal: AbortSignal): Promise<void> {
    for (let pause = firstRetryMs; !signal.aborted; pause = Math.min(2 * pause, lastRetryMs)) {
      try {
        const response = await this.#get(`${root}events?topics=all`, { [levelHeader]: "view" }, signal);
        if (response.statusCode !== 200) throw new Error(`the server of the area answers ${response.statusCode}`);
        for await (const event of eventsOf(response)) {
          pause = firstRetryMs;
          if (event.kind !== "hello") this.#tell([event]);
        }
      } catch (error) {
        if (signal.aborted) return;
        this.#options.log.info(1, `no news from the server of the area: ${messageOf(error)}`);
      }
      if (signal.aborted) return;
      // What happens until the next stream is not seen.
      this.#tell([{ kind: "reset", reason: "the server of the area did not answer for a while" }]);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }

  /** Asks the server that there was, and once more the one that there is now. */
  async #get(path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    const wasKnown = this.#server !== undefined;
    try {
      this.#server ??= this.#options.find();
      return await this.#send(await this.#server, path, headers, signal);
    } catch (error) {
      this.#server = undefined;
      if (signal.aborted) throw new Refused("busy", "nobody waits for the answer any more");
      if (wasKnown) return this.#get(path, headers, signal);
      throw new Refused("busy", `the server of the area does not answer: ${messageOf(error)}`);
    }
  }

  #send({ host, port }: ServerAddress, path: string, headers: Readonly<Record<string, string>>, signal: AbortSignal): Promise<IncomingMessage> {
    return new Promise((resolve, reject) => {
      const authorization = `Bearer ${this.#options.token()}`;
      const sent = httpRequest({ host, port, path, headers: { ...headers, authorization }, agent: this.#agent, signal }, resolve);
      sent.once("error", reject);
      sent.end();
    });
  }

  async #greeting(answer: Answer): Promise<Answer> {
    if (answer.status !== 200) return answer;
    const theirs: unknown = JSON.parse(new TextDecoder().decode(answer.body));
    const { host } = await (this.#server ?? this.#options.find());
    const hello = { ...(typeof theirs === "object" ? theirs : {}), ...this.#options.hello, via: host };
    const { "content-type": type = "" } = answer.headers;
    return { status: 200, headers: { "content-type": type }, body: new TextEncoder().encode(JSON.stringify(hello)) };
  }
}

interface Whole {
  readonly response: IncomingMessage;
  readonly body: Uint8Array<ArrayBuffer>;
}

async function wholeOf(response: IncomingMessage, signal: AbortSignal): Promise<Whole> {
  const parts: Buffer[] = [];
  try {
    for await (const part of response) if (Buffer.isBuffer(part)) parts.push(part);
  } catch (error) {
    throw new Refused("busy", signal.aborted ? "nobody waits for the answer any more" : `the server of the area broke off: ${messageOf(error)}`);
  }
  return { response, body: new Uint8Array(Buffer.concat(parts)) };
}

/** Of the server's answer; what belongs to the connection stays there. */
const passedOn = ["content-type", "content-range", "accept-ranges", "content-disposition", "etag", "last-modified"];

/** @throws Refused as the server refuses */
function answerOf({ response, body }: Whole): Answer {
  const { statusCode: status = 500, headers } = response;
  if (status >= 400 && status !== 416) throw refusalIn(body, status);
  const kept = passedOn.flatMap((name) => (typeof headers[name] === "string" ? [[name, headers[name]]] : []));
  return { status, headers: Object.fromEntries(kept), body };
}

function refusalIn(body: Uint8Array, status: number): Refused {
  const { error }: Partial<ApiProblem> = JSON.parse(new TextDecoder().decode(body));
  return new Refused(error?.code ?? "busy", error?.message ?? `the server of the area answers ${status}`, error?.detail, status);
}

/** The events of a stream in server-sent-event format. */
async function* eventsOf(stream: IncomingMessage): AsyncIterable<LiveEvent> {
  let rest = "";
  stream.setEncoding("utf8");
  for await (const part of stream) {
    const messages = `${rest}${part}`.split("\n\n");
    rest = messages.pop() ?? "";
    for (const message of messages) {
      const [, kind] = /^event: (.*)$/m.exec(message) ?? [];
      const [, data] = /^data: (.*)$/m.exec(message) ?? [];
      if (kind !== undefined && data !== undefined) yield { ...JSON.parse(data), kind };
    }
  }
}
