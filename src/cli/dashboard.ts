import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { type Area, listedAreas } from "../area/index.js";
import { Failure } from "../base/index.js";
import { settingText } from "../config/index.js";
import { homehostOf, isThisHost } from "../homehost/index.js";
import type { Records } from "../store/index.js";
import { formatUrl } from "../view/index.js";
import { NamedTokens, type RunningDashboard, startDashboard } from "../web/index.js";
import type { Context } from "./context.js";
import { makeCopy } from "./dashboard-export.js";
import { dashboardHelp } from "./dashboard-help.js";
import { type DashboardArguments, parseDashboardArguments, testIds } from "./dashboard-options.js";
import { applicationDirectory, type DashboardPlan, dashboardQueries, planDashboard } from "./dashboard-plan.js";
import { manageTokens } from "./dashboard-tokens.js";
import { syncPeriodMs } from "./open.js";
import { openBrowser, removePages } from "./open-browser.js";
import { findRunning, leaveNote } from "./running-dashboards.js";
import { runSession } from "./session.js";
import { versionLine } from "./version.js";

/**
 * `dashboard` and `megatest -dashboard`: serves the web dashboard of an area until it is told to end.
 *
 * @param words after the name of the program
 * @param dist URL of the directory of the bundles
 * @returns the exit code
 * @see spec 06 § 1 and § 16
 */
export async function dashboard(words: readonly string[], dist: string): Promise<number> {
  const args = parseDashboardArguments(words);
  const options = { dist, movesHomehost: true, checksVersion: true, fullDb: args.has("-full-db") };
  return runSession(args.shared, options, async (context) => {
    if (args.leftovers.length > 0) throw new Failure("usage", `Unrecognised arguments: ${args.leftovers.join(" ")}`);
    if (args.has("-h")) return print(context, dashboardHelp(process.stdout.columns));
    if (args.has("-version")) return print(context, `${versionLine}\n`);
    return (await manageTokens(args, context)) ?? (await makeCopy(args, context)) ?? serve(args, context);
  });
}

function print({ stdout }: Context, text: string): number {
  stdout(text);
  return 0;
}

async function serve(args: DashboardArguments, context: Context): Promise<number> {
  const area = await context.area();
  if (args.has("-repl")) context.log.info(0, "-repl has no effect");
  if (existsSync(join(homedir(), ".dashboardrc"))) context.log.info(0, "~/.dashboardrc has no effect");
  const plan = planDashboard(args, area, context);
  const areas = args.value("-areas");
  const shown = areas === undefined ? [] : listedAreas(areas, area, context.cwd);
  const ids = args.value("-test");
  const page = ids === undefined ? "/ui/" : await testPage(context, ids, areas === undefined ? undefined : area.name);
  const running =
    ids === undefined || areas !== undefined ? undefined : await findRunning(plan.directory, { level: plan.maximum, version: versionLine });
  if (running !== undefined) {
    await announce(args, context, { plan, url: `${running.origin}${page}#token=${running.token}` });
    return 0;
  }
  await context.records();
  await warnElsewhere(area);
  const started = await startDashboard({
    ...plan,
    named: new NamedTokens(area.toppath, context.log),
    proxyUser: settingText(area.config, "dashboard", "trust-proxy-user"),
    ui: applicationDirectory(context),
    shown,
    queries: dashboardQueries(args, context, area, plan),
    context: {
      area,
      fullDb: args.has("-full-db"),
      records: writableRecords(context, area),
      program: programOf(args, context, area),
      log: context.log,
    },
    keeper: context.bundle("job-keeper"),
    log: context.log,
  });
  const origin = `http://${shownHost(plan.bindTo)}:${started.port}`;
  // For `-test`, which is given pages of this area alone.
  const takeNoteAway = areas !== undefined ? () => {} : leaveNote(plan.directory, { origin, token: started.token });
  try {
    const ended = untilTheEnd(context, started, plan.idleSeconds);
    await announce(args, context, { plan, url: `${origin}${page}#token=${started.token}` });
    await ended;
    return 0;
  } finally {
    await started.stop();
    takeNoteAway();
    removePages(plan.directory);
  }
}

/** Spec 06 § 1 */
async function warnElsewhere(area: Area): Promise<void> {
  const homehost = await homehostOf(area);
  if (homehost === undefined || (await isThisHost(homehost))) return;
  area.log.warn(`this host is not the homehost, ${homehost}: the records are read and written through the server there`);
}

/** What is changed is copied to the area as soon as by other programs, though this one stays. */
function writableRecords(context: Context, area: Area): () => Promise<Records> {
  let isSyncing = false;
  return async () => {
    const records = await context.records();
    if (!isSyncing) records.startSyncing(syncPeriodMs(area));
    isSyncing = true;
    return records;
  };
}

/** How the dashboard starts megatest. What a test around it has set must not reach that. */
function programOf(args: DashboardArguments, { program, env }: Context, { toppath }: Area) {
  const config = args.value("-config");
  const words: readonly [string, ...string[]] = config === undefined ? [program] : [program, "-config", config];
  return { words, env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("MT_"))), cwd: toppath };
}

/** The page of `-test`. Exit code 1 when there is no such test. */
async function testPage(context: Context, ids: string, area: string | undefined): Promise<string> {
  const { run, test } = testIds(ids);
  const records = await context.records();
  const [inRun, found] = [await records.run(run), await records.test(test)];
  if (inRun === undefined || found?.run_id !== run || found.state === "DELETED")
    throw new Failure("not-found", `-test ${ids}: there is no such test`);
  const ref = { ...(area !== undefined && { a: area }), t: inRun.target.join("/"), r: inRun.runname, n: found.testname, i: found.item_path };
  return formatUrl({ view: "test", test: ref, params: {} });
}

async function announce(
  args: DashboardArguments,
  { stdout, area }: Context,
  { plan, url }: { readonly plan: DashboardPlan; readonly url: string },
): Promise<void> {
  stdout(`Dashboard: ${url}${plan.readOnlyBecause === "" ? "" : " (read-only)"}\n`);
  if (!args.has("-no-browser")) await openBrowser(url, await area(), plan.directory);
}

/** What listens everywhere is reached here by loopback. */
function shownHost(bindTo: string): string {
  if (bindTo === "0.0.0.0") return "127.0.0.1";
  if (bindTo === "::") return "[::1]";
  return bindTo.includes(":") ? `[${bindTo}]` : bindTo;
}

const idleLookMs = 5000;

/** Until SIGINT or SIGTERM, or nobody has asked for anything for so long. */
function untilTheEnd({ onInterrupt }: Context, { lastUse }: RunningDashboard, idleSeconds: number | undefined): Promise<void> {
  return new Promise((resolve) => {
    onInterrupt(() => resolve());
    if (idleSeconds === undefined) return;
    const looking = setInterval(
      () => {
        if (Date.now() - lastUse() < idleSeconds * 1000) return;
        clearInterval(looking);
        resolve();
      },
      Math.min(idleLookMs, idleSeconds * 500),
    );
  });
}
