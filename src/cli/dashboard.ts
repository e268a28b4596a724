import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { settingNumber, settingText } from "../config/index.js";
import { liveDirectory } from "../store/index.js";
import { isWritable, makeDirectories } from "../sys/index.js";
import { formatUrl, type Level } from "../view/index.js";
import { isLevel, isLoopback, lesserOf, NamedTokens, type RunningDashboard, startDashboard } from "../web/index.js";
import type { Context } from "./context.js";
import { dashboardHelp } from "./dashboard-help.js";
import { type DashboardArguments, parseDashboardArguments, seconds, testIds, wholeNumber } from "./dashboard-options.js";
import { manageTokens } from "./dashboard-tokens.js";
import { openBrowser, removePages } from "./open-browser.js";
import type { QueriesData } from "./queries.js";
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
    return (await manageTokens(args, context)) ?? serve(args, context);
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
  const plan = planOf(args, area, context);
  const page = args.value("-test") === undefined ? "/ui/" : await testPage(context, args.value("-test") ?? "");
  const running = args.value("-test") === undefined ? undefined : await findRunning(plan.directory, { level: plan.maximum, version: versionLine });
  if (running !== undefined) {
    await announce(args, context, { plan, url: `${running.origin}${page}#token=${running.token}` });
    return 0;
  }
  await context.records();
  const started = await startDashboard({
    ...plan,
    named: new NamedTokens(area.toppath, context.log),
    proxyUser: settingText(area.config, "dashboard", "trust-proxy-user"),
    ui: join(dirname(context.bundle("queries")), "ui"),
    thread: { program: context.bundle("queries"), data: threadData(args, context, plan) },
    context: { area, records: () => context.records(), program: programOf(args, context, area), log: context.log },
    keeper: context.bundle("job-keeper"),
    log: context.log,
  });
  const origin = `http://${shownHost(plan.bindTo)}:${started.port}`;
  const takeNoteAway = leaveNote(plan.directory, { origin, token: started.token });
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

/** How the dashboard starts megatest. What a test around it has set must not reach that. */
function programOf(args: DashboardArguments, { program, env }: Context, { toppath }: Area) {
  const config = args.value("-config");
  const words: readonly [string, ...string[]] = config === undefined ? [program] : [program, "-config", config];
  return { words, env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("MT_"))), cwd: toppath };
}

/** How the dashboard is to be. */
interface Plan {
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
function planOf(args: DashboardArguments, area: Area, { log, env }: Context): Plan {
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
      rows: wholeNumber(args, "-rows", { from: 1, to: 10_000 }) ?? (Number(env["DASHBOARDROWS"]) || 15),
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

function threadData(args: DashboardArguments, { env, cwd }: Context, { readOnlyBecause, first }: Plan): QueriesData {
  return { words: args.shared.words, env, cwd, fullDb: args.has("-full-db"), readOnlyBecause, first };
}

/** The page of `-test`. Exit code 1 when there is no such test. */
async function testPage(context: Context, ids: string): Promise<string> {
  const { run, test } = testIds(ids);
  const records = await context.records();
  const [inRun, found] = [await records.run(run), await records.test(test)];
  if (inRun === undefined || found?.run_id !== run || found.state === "DELETED")
    throw new Failure("not-found", `-test ${ids}: there is no such test`);
  const ref = { t: inRun.target.join("/"), r: inRun.runname, n: found.testname, i: found.item_path };
  return formatUrl({ view: "test", test: ref, params: {} });
}

async function announce(
  args: DashboardArguments,
  { stdout, area }: Context,
  { plan, url }: { readonly plan: Plan; readonly url: string },
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
