import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { settingNumber, settingText } from "../config/index.js";
import { areaToken, serverAddress } from "../rpc/index.js";
import { liveDirectory } from "../store/index.js";
import { hostName, isWritable, makeDirectories, userName } from "../sys/index.js";
import type { Level } from "../view/index.js";
import { FollowingQueries, isLevel, isLoopback, lesserOf, NamedTokens, QueryThread, RemoteQueries, type Source } from "../web/index.js";
import type { Context } from "./context.js";
import { type DashboardArguments, seconds, wholeNumber } from "./dashboard-options.js";
import { finderOptions, isReadHere } from "./open.js";
import type { QueriesData } from "./queries.js";

/** Rows of the matrix at first. Spec 06 § 1 */
export const usualRows = 15;

/** How a dashboard is to be. */
export interface DashboardPlan {
  readonly bindTo: string;
  readonly port: number;
  readonly maximum: Level;
  readonly open: "nobody" | "everybody";
  /** Why nobody can act; empty when somebody can. */
  readonly readOnlyBecause: string;
  readonly first: QueriesData["first"];
  /** Without a client it ends after so long; undefined: never. */
  readonly idleSeconds: number | undefined;
  /** The user's own, of this area on this host. */
  readonly directory: string;
}

/** @throws Failure `usage`, `bad-config` */
export function planDashboard(args: DashboardArguments, area: Area, { log, env }: Context): DashboardPlan {
  const readOnlyBecause = whyReadOnly(args, area);
  const text = settingText(area.config, "dashboard", "max-level");
  if (!isLevel(text)) throw new Failure("bad-config", `[dashboard] max-level ${text}: must be view, operate or admin`);
  const bindTo = args.value("-bind") ?? "127.0.0.1";
  const isReachable = !isLoopback(bindTo);
  if (isReachable && !args.has("-read-only") && new NamedTokens(area.toppath, log).all().length === 0) {
    throw new Failure("usage", `-bind ${bindTo}: others can connect there, so they need tokens: make some with -make-token, or add -read-only`);
  }
  const directory = liveDirectory({ toppath: area.toppath, areaName: area.name });
  makeDirectories(directory, 0o700);
  return {
    bindTo,
    port: wholeNumber(args, "-port", { from: 0, to: 65_535 }) ?? 0,
    maximum: readOnlyBecause === "" ? text : lesserOf("view", text),
    open: isReachable && args.has("-read-only") ? "everybody" : "nobody",
    readOnlyBecause,
    first: {
      rows: wholeNumber(args, "-rows", { from: 1, to: 10_000 }) ?? (Number(env["DASHBOARDROWS"]) || usualRows),
      cols: wholeNumber(args, "-cols", { from: 1, to: 10_000 }) ?? settingNumber(area.config, "dashboard", "cols", log),
    },
    idleSeconds: seconds(args, "-idle-exit"),
    directory,
  };
}

function whyReadOnly(args: DashboardArguments, { toppath }: Area): string {
  if (args.has("-read-only")) return "the dashboard was started with -read-only";
  const file = join(toppath, "megatest.db");
  if (!isWritable(toppath)) return `${toppath} cannot be written by the user of the dashboard`;
  return existsSync(file) && !isWritable(file) ? `${file} cannot be written by the user of the dashboard` : "";
}

/** Directory of the built application. */
export const applicationDirectory = ({ bundle }: Context): string => join(dirname(bundle("queries")), "ui");

/** A server may have to be started first. */
const serverMs = 20_000;

/** What can be asked: of a thread of this process where the records are here, else of the server of the area. */
export function dashboardQueries(args: DashboardArguments, context: Context, area: Area, plan: DashboardPlan): Source {
  const { env, cwd, log, program } = context;
  const { readOnlyBecause, first } = plan;
  const fullDb = args.has("-full-db");
  const areas = args.value("-areas");
  const data: QueriesData = { words: args.shared.words, env, cwd, fullDb, readOnlyBecause, first, ...(areas !== undefined && { areas }) };
  const live = join(plan.directory, "megatest.db");
  return new FollowingQueries({
    // A server knows neither what is complete nor other areas: then all is read from its files.
    where: async () =>
      fullDb || areas !== undefined || (await isReadHere(area)) ? `here ${statSync(live, { throwIfNoEntry: false })?.ino}` : "server",
    open: (where) => {
      if (where !== "server") return new QueryThread(context.bundle("queries"), data, { log });
      return new RemoteQueries({
        find: serverAddress(finderOptions(area, { program }), serverMs),
        token: () => areaToken(area.toppath),
        hello: { user: userName(), host: hostName(), readOnlyBecause, first },
        log,
      });
    },
  });
}
