import type { Area } from "../area/index.js";
import type { Log } from "../base/index.js";
import { settingNumber } from "../config/index.js";
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
import { Hub } from "./live/hub.js";
import { liveRoutes } from "./live/routes.js";
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
  const hub = new Hub({ source: queries, periodMs: pollPeriod(options.context.area), keyCount: options.context.area.keys.length });
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
    routes: [ticketRoute(options.context.area, tickets), ...liveRoutes(hub)],
    context: { ...options.context, queries, tickets },
    log,
  });
  try {
    const listener = await listen(application, { bindTo, port });
    const stop = async () => {
      hub.close();
      await Promise.all([listener.close(), queries.close()]);
    };
    return { port: listener.port, lastUse: listener.lastUse, token, stop };
  } catch (error) {
    await queries.close();
    throw error;
  }
}

/** The records are on this host: then twice a second is cheap. Spec 06 § 20 */
const localPollMs = 500;
const fastestPollMs = 250;

function pollPeriod({ config, log }: Area): number {
  if (config.lookup("dashboard", "poll-interval") === undefined) return localPollMs;
  return Math.max(fastestPollMs, settingNumber(config, "dashboard", "poll-interval", log));
}
