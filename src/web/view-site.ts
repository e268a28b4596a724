import type { IncomingMessage, ServerResponse } from "node:http";
import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import { bindActs } from "./act/act.js";
import { tickets as ticketAct } from "./act/tickets.js";
import { ticketRoute } from "./files/ticket-route.js";
import { Tickets } from "./files/tickets.js";
import { Application } from "./http/application.js";
import { Guard, type GuardOptions } from "./http/guard.js";
import { servedNames } from "./http/hosts.js";
import { NamedTokens } from "./http/named-tokens.js";
import { StaticFiles } from "./http/static.js";
import { Hub } from "./live/hub.js";
import { pollPeriod } from "./live/poll-period.js";
import { liveRoutes } from "./live/routes.js";
import { QueryThread } from "./queries/thread.js";

export interface ViewSiteOptions {
  readonly area: Area;
  /** Names that clients are told, besides those of this host. */
  readonly announced: string;
  /** Who may view without a token. */
  readonly open: GuardOptions["open"];
  /** Whether named tokens let others view. */
  readonly takesNamed: boolean;
  /** Of the area: who knows it passes on what others ask. */
  readonly token: string;
  /** Directory of the built application. */
  readonly ui: string;
  /** Script of the thread that answers queries, and what it is given; see `src/cli/queries.ts`. */
  readonly thread: { readonly program: string; readonly data: unknown };
  readonly log: Log;
}

const paths = /^\/(api\/v1\/|ui(\/|$)|files\/|(dashboard|test_log)$)/;

/** The dashboard as a part of another server: it only shows, whatever the token. It is made when somebody looks, and goes when nobody does any more. Spec 06 § 15.1 */
export class ViewSite {
  readonly #options: ViewSiteOptions;
  #open: { readonly application: Application; readonly close: () => Promise<void> } | undefined;
  #inProgress = 0;
  #idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ViewSiteOptions) {
    this.#options = options;
  }

  /** Whether a path is one of the dashboard. */
  has(path: string): boolean {
    return paths.test(path);
  }

  /** Whether somebody is looking. */
  get isInUse(): boolean {
    return this.#open !== undefined;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    clearTimeout(this.#idleTimer);
    this.#inProgress++;
    response.once("close", () => {
      this.#inProgress--;
      this.#restIfIdle();
    });
    this.#open ??= this.#make();
    await this.#open.application.answer(request, response);
  }

  async close(): Promise<void> {
    clearTimeout(this.#idleTimer);
    const open = this.#open;
    this.#open = undefined;
    await open?.close();
  }

  #restIfIdle(): void {
    if (this.#inProgress > 0) return;
    this.#idleTimer = setTimeout(() => void this.close(), restMs);
    this.#idleTimer.unref();
  }

  #guard(): Guard {
    const { area, open, takesNamed, token, log } = this.#options;
    const named = takesNamed ? new NamedTokens(area.toppath, log) : undefined;
    return new Guard({ ownToken: token, ownLevel: "admin", isOwnTokenLocal: false, named, maximum: "view", open, proxyUser: undefined });
  }

  #make() {
    const { area, announced, thread, ui, log } = this.#options;
    const queries = new QueryThread(thread.program, thread.data, { log });
    const tickets = new Tickets();
    const hub = new Hub({ source: queries, periodMs: pollPeriod(area), keys: { count: area.keys.length, hasAreas: false } });
    const application = new Application({
      names: servedNames("0.0.0.0", announced),
      guard: this.#guard(),
      queries,
      files: new StaticFiles(ui),
      routes: [ticketRoute(area, tickets), ...liveRoutes(hub)],
      acts: bindActs({ "POST tickets": ticketAct }, { area, queries, tickets }),
      log,
    });
    const close = async () => {
      hub.close();
      await queries.close();
    };
    return { application, close };
  }
}

const restMs = 600_000;
