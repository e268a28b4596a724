import type { Log } from "../base/index.js";
import type { Level } from "../view/index.js";
import type { ActContext } from "./act/act.js";
import { ticketRoute } from "./files/ticket-route.js";
import { Tickets } from "./files/tickets.js";
import { Application } from "./http/application.js";
import { Guard } from "./http/guard.js";
import { isLoopback, servedNames } from "./http/hosts.js";
import { type Listener, listen } from "./http/listen.js";
import { type NamedTokens, newToken } from "./http/named-tokens.js";
import { StaticFiles } from "./http/static.js";
import { QueryThread } from "./queries/thread.js";

export interface DashboardOptions {
  /** Address to listen on. */
  readonly bindTo: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The most that anybody may do. */
  readonly maximum: Level;
  /** Whether who has no token may view. */
  readonly isOpen: boolean;
  readonly named: NamedTokens;
  /** Header in which an authenticating proxy names the user; empty: there is none. */
  readonly proxyUser: string;
  /** Directory of the built application. */
  readonly ui: string;
  /** Script of the thread that answers queries, and what it is given; see `src/cli/queries.ts`. */
  readonly thread: { readonly program: string; readonly data: unknown };
  readonly context: Omit<ActContext, "queries" | "tickets">;
  readonly log: Log;
}

/** A dashboard that answers. */
export interface RunningDashboard extends Pick<Listener, "port" | "lastUse"> {
  /** Its own token. */
  readonly token: string;
  /** Ends all streams; what it has started goes on. */
  stop(): Promise<void>;
}

/**
 * Starts the server of a dashboard.
 *
 * @throws Failure `server` when the port cannot be had
 */
export async function startDashboard(options: DashboardOptions): Promise<RunningDashboard> {
  const { bindTo, port, maximum, isOpen, named, proxyUser, log } = options;
  const token = newToken();
  const tickets = new Tickets();
  const queries = new QueryThread(options.thread.program, options.thread.data, { log });
  const guard = new Guard({
    ownToken: token,
    isOwnTokenLocal: !isLoopback(bindTo),
    named,
    maximum,
    isOpen,
    proxyUser: proxyUser === "" ? undefined : proxyUser.toLowerCase(),
  });
  const application = new Application({
    names: servedNames(bindTo),
    guard,
    queries,
    files: new StaticFiles(options.ui),
    routes: [ticketRoute(options.context.area, tickets)],
    context: { ...options.context, queries, tickets },
    log,
  });
  try {
    const listener = await listen(application, { bindTo, port });
    return { port: listener.port, lastUse: listener.lastUse, token, stop: async () => void (await Promise.all([listener.close(), queries.close()])) };
  } catch (error) {
    await queries.close();
    throw error;
  }
}
