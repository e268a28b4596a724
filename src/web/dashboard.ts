import type { NamedArea } from "../area/index.js";
import type { Log } from "../base/index.js";
import type { Level } from "../view/index.js";
import { type ActContext, bindActs } from "./act/act.js";
import { ActAreas } from "./act/areas.js";
import { acts } from "./act/catalog.js";
import { Jobs } from "./act/jobs/jobs.js";
import { JobWatch } from "./act/jobs/watch-jobs.js";
import { Plans } from "./act/plan/plans.js";
import { Previews } from "./act/plan/preview.js";
import { Trace } from "./act/trace.js";
import { ticketRoute } from "./files/ticket-route.js";
import { Tickets } from "./files/tickets.js";
import { Application } from "./http/application.js";
import { Guard, type GuardOptions } from "./http/guard.js";
import { isLoopback, servedNames } from "./http/hosts.js";
import { type Listener, listen } from "./http/listen.js";
import { type NamedTokens, newToken } from "./http/named-tokens.js";
import { StaticFiles } from "./http/static.js";
import { Hub } from "./live/hub.js";
import { pollPeriod } from "./live/poll-period.js";
import { liveRoutes } from "./live/routes.js";
import type { Source } from "./queries/following.js";

export interface DashboardOptions {
  /** Address to listen on. */
  readonly bindTo: string;
  /** 0: any that is free. */
  readonly port: number;
  /** The most that anybody may do. */
  readonly maximum: Level;
  /** Who may view without a token. */
  readonly open: GuardOptions["open"];
  readonly named: NamedTokens;
  /** Header in which an authenticating proxy names the user; empty: there is none. */
  readonly proxyUser: string;
  /** Directory of the built application. */
  readonly ui: string;
  /** Several areas that are shown as one; empty: this one alone. */
  readonly shown: readonly NamedArea[];
  /** What can be asked, and what happens. */
  readonly queries: Source;
  readonly context: Pick<ActContext, "area" | "fullDb" | "records" | "program" | "log">;
  /** Script of the processes that keep jobs: see `src/cli/job-keeper.ts`. */
  readonly keeper: string;
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
  const { bindTo, port, maximum, open, named, proxyUser, queries, log } = options;
  const token = newToken();
  const tickets = new Tickets();
  const { area } = options.context;
  const hasAreas = options.shown.length > 0;
  const keys = { count: area.keys.length + (hasAreas ? 1 : 0), hasAreas };
  const hub = new Hub({ source: queries, periodMs: pollPeriod(area), keys });
  const acting = actingIn(options, hub);
  const guard = new Guard({
    ownToken: token,
    ownLevel: maximum,
    isOwnTokenLocal: !isLoopback(bindTo),
    named,
    maximum,
    open,
    proxyUser: proxyUser === "" ? undefined : proxyUser.toLowerCase(),
  });
  const application = new Application({
    names: servedNames(bindTo),
    guard,
    queries,
    files: new StaticFiles(options.ui),
    routes: [ticketRoute(area, tickets), ...liveRoutes(hub)],
    acts: bindActs(acts, { ...options.context, ...acting.context, queries, tickets }),
    log,
  });
  try {
    const listener = await listen(application, { bindTo, port });
    // So that the first page need not wait for the records to be opened; what goes wrong is told to whoever asks.
    void queries.ask("hello", {}, { level: "view", signal: new AbortController().signal }).catch(() => {});
    const stop = async () => {
      hub.close();
      acting.close();
      await Promise.all([listener.close(), queries.close()]);
    };
    return { port: listener.port, lastUse: listener.lastUse, token, stop };
  } catch (error) {
    await queries.close();
    throw error;
  }
}

/** What actions need beside area and records. */
function actingIn({ context: { area, program, log }, shown, keeper }: DashboardOptions, hub: Hub) {
  const { toppath } = area;
  const watch = new JobWatch(toppath, (event) => hub.publish(event));
  const jobs = new Jobs({ toppath, keeper, env: program.env, onBegin: (id) => watch.begin(id) });
  const areas = new ActAreas(area, shown);
  const context = { areas, previews: new Previews(program), plans: new Plans(), trace: new Trace(toppath, log), jobs };
  return { context, close: () => watch.close() };
}
