import type { Area } from "../area/index.js";
import { Failure, type Log } from "../base/index.js";
import { settingNumber, settingText } from "../config/index.js";
import { areaToken } from "../rpc/index.js";
import { ViewSite, type ViewSiteOptions } from "../web/index.js";
import type { Context } from "./context.js";
import { applicationDirectory, usualRows } from "./dashboard-plan.js";
import type { QueriesData } from "./queries.js";

/** Whom each value of `[dashboard] serve` lets in without a token. */
const openTo = new Map<string, ViewSiteOptions["open"]>([
  ["no", "nobody"],
  ["local", "this-host"],
  ["read", "everybody"],
]);

/**
 * The dashboard as the server of the area shows it.
 *
 * @throws Failure `bad-config`
 * @see spec 06 § 15.1 and § 16
 */
export function serverSite(area: Area, context: Context, { announced, log }: { readonly announced: string; readonly log: Log }): ViewSite {
  const { args, env, cwd } = context;
  const serve = settingText(area.config, "dashboard", "serve");
  const open = openTo.get(serve);
  if (open === undefined) throw new Failure("bad-config", `[dashboard] serve ${serve}: must be no, local or read`);
  const data: QueriesData = {
    words: args.words,
    env,
    cwd,
    fullDb: false,
    readOnlyBecause: "this is the server of the area, which only shows: start `dashboard` to act",
    first: { rows: usualRows, cols: settingNumber(area.config, "dashboard", "cols", log) },
  };
  const thread = { program: context.bundle("queries"), data };
  return new ViewSite({
    area,
    announced,
    open,
    takesNamed: serve !== "no",
    token: areaToken(area.toppath),
    ui: applicationDirectory(context),
    thread,
    log,
  });
}
