import type { SearchNews } from "../../../../view/index.js";
import { Refused } from "../../../refused.js";
import type { OpenFile } from "../../roots.js";
import type { Logs } from "../logs.js";
import { compileExpression, type Expression } from "./expression.js";
import { Search } from "./search.js";

/** Threads that search at the same time. */
const maximumSearches = 4;

/** What a client wants to be found. */
export interface SearchAsked {
  /** Chosen by the client: its next search ends the one before. */
  readonly id: string;
  /** What tells this search from the next. */
  readonly subject: string;
  readonly expression: Expression;
  readonly context: number;
  /** `next` of the news before; 0 starts. */
  readonly since: number;
}

interface Running {
  readonly subject: string;
  readonly search: Promise<Search>;
}

/** The searches that clients follow; spec 06 § 25.4. Lives as long as the thread that answers queries. */
export class Searches {
  readonly #running = new Map<string, Running>();
  #threads = 0;

  /** @param program the script of the threads */
  constructor(
    readonly logs: Logs,
    readonly program: string,
  ) {}

  /**
   * News of a search, which is started when the client has no such.
   *
   * @param open opens the file to be searched
   * @throws Refused `bad-request` for a bad expression, `busy` when too many are searching, `gone` when the search was given up
   */
  async news(asked: SearchAsked, open: () => Promise<OpenFile>, signal: AbortSignal): Promise<SearchNews> {
    const { id, subject, since } = asked;
    let running = this.#running.get(id);
    if (running?.subject !== subject || (since === 0 && running !== undefined)) {
      await this.#stop(id);
      await this.#forget();
      if (since > 0) throw new Refused("gone", "the search was given up: start it again");
      running = { subject, search: this.#start(asked, open) };
      this.#running.set(id, running);
    }
    const search = await running.search;
    return search.news(since, signal);
  }

  async #stop(id: string): Promise<void> {
    const running = this.#running.get(id);
    this.#running.delete(id);
    // One that could not start has told so already.
    (await running?.search.catch(() => undefined))?.stop();
  }

  /** Makes room: those that nobody asked for lately. */
  async #forget(): Promise<void> {
    for (const [id, { search }] of this.#running) if ((await search.catch(() => undefined))?.isAbandoned !== false) await this.#stop(id);
  }

  async #start({ expression, context }: SearchAsked, open: () => Promise<OpenFile>): Promise<Search> {
    compileExpression(expression);
    if (this.#threads >= maximumSearches) throw new Refused("busy", "too many searches at once: try again in a moment");
    const opened = await open();
    this.#threads++;
    return new Promise((started, failed) => {
      const searched = this.logs.read(opened, async ({ file, unpacked }) => {
        await unpacked?.finished;
        const { size } = await file.stat();
        await new Promise<void>((ended) => {
          started(new Search(this.program, { fd: file.fd, bytes: size, expression, context }, ended));
        });
      });
      searched.catch(failed).finally(() => {
        this.#threads--;
        return opened.file.close();
      });
    });
  }
}
