import { appendFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type Area, applyRunVariables, applyVariables, readTestconfig, removeRunDirectory, testDirectory } from "../area/index.js";
import { parseDuration, shellQuote } from "../base/index.js";
import { type Config, type Item, itemInfo, itemPath, settingText } from "../config/index.js";
import { fullName, type TestRecord, words } from "../model/index.js";
import type { Records } from "../store/index.js";
import { type Env, makeDirectories } from "../sys/index.js";
import { chooseDisk } from "./disks.js";
import { type Launcher, launcherFor } from "./launcher.js";
import { encodePayload, type Payload } from "./payload.js";
import { copySources, createWorkArea } from "./work-area.js";

/** What the launching process says about all of its launches. */
export interface LaunchSettings {
  readonly area: Area;
  readonly records: Records;
  readonly run: { readonly id: number; readonly target: readonly string[]; readonly runname: string };
  /** Environment of the run (`runEnvironment`); copied for each test. */
  readonly runEnv: Env;
  readonly homehost: string | undefined;
  /** Whether tests use the server also on the homehost. */
  readonly throughServer: boolean;
  /** Absolute path of `bin/megatest`. */
  readonly program: string;
  readonly preclean: boolean;
  /** `-setvars`. */
  readonly setVars: string | undefined;
  /** Options passed on to the executor, e.g. `-debug 2`. */
  readonly passedOn: readonly string[];
}

/** A test that is ready to be started. */
export interface LaunchJob {
  readonly payload: Payload;
  /** `MT_CMDINFO` and argument of `-execute`. */
  readonly encoded: string;
  readonly launcher: Launcher;
  /** Full command line, for the shell and for `mt_launch.log`. */
  readonly command: string;
  /** The same without a shell. */
  readonly words: readonly string[];
  /** Environment of the launch command. */
  readonly env: Env;
  readonly shortdir: string;
}

const madeTopLevels = new Set<string>();

/**
 * Prepares the launch of a claimed test: evaluates its testconfig with the item's variables, makes and fills its run directory, notes the
 * paths in the records and builds the payload and the command.
 *
 * @param source test source directory
 * @throws Failure `work-area`, `no-disk`: nothing was started
 * @see spec 03 § 5
 */
export async function prepareLaunch(settings: LaunchSettings, test: TestRecord, source: string, item: Item): Promise<LaunchJob> {
  const { area, run } = settings;
  const env = { ...settings.runEnv };
  applyRunVariables(area, env, run.target, run.runname);
  env["MT_TEST_NAME"] = test.testname;
  env["MT_ITEMPATH"] = test.item_path;
  applyVariables(env, item);
  const testconfig = readTestconfig(area, source, env, "running");

  if (settings.preclean && test.rundir !== "n/a" && test.rundir !== "/tmp/badname") await removeRunDirectory(test.rundir, area.log);
  const disk = chooseDisk(area, testconfig)?.path;
  if (disk === undefined) area.log.warn(`no [disks] section, ${fullName(test)} runs in tmp_run of its source directory ${source}`);
  const { rundir, shortdir } = createWorkArea(area, { target: run.target, runname: run.runname, test, source, disk });
  if (disk !== undefined) copySources(area, source, shortdir, env);
  await settings.records.setTestFields(test.id, { rundir, shortdir });
  if (test.item_path !== "" && disk !== undefined) await noteTopLevel(settings, test, disk);

  env["MT_TEST_RUN_DIR"] = rundir;
  env["MT_ITEM_INFO"] = itemInfo(item);
  applyVariables(env, testconfig.variables("pre-launch-env-overrides"));
  const payload = payloadOf(settings, test, source, item, testconfig, rundir);
  const encoded = encodePayload(payload);
  const launcher = launcherFor(area, test);
  const own = ownCommand(settings, payload, encoded);
  const prefix = launcherText(launcher);
  const command = [prefix, ...own.map(shellQuote)].join(" ").trimStart();
  appendFileSync(join(shortdir, "mt_launch.log"), `LAUNCHCMD: ${command}\n`);
  return { payload, encoded, launcher, command, words: [...words(prefix), ...own], env, shortdir };
}

/** The top-level record of an itemized test points to its directory in the link tree; spec 03 § 3 step 5. */
async function noteTopLevel({ area, records, run }: LaunchSettings, test: TestRecord, disk: string): Promise<void> {
  const key = `${run.id}/${test.testname}`;
  if (madeTopLevels.has(key)) return;
  madeTopLevels.add(key);
  const name = { testname: test.testname, item_path: "" };
  const rundir = testDirectory(area.linktree, run.target, run.runname, name);
  const topLevel = await records.findTest(run.id, name);
  if (topLevel !== undefined) await records.setTestFields(topLevel.id, { rundir, shortdir: rundir });
  makeDirectories(testDirectory(disk, run.target, run.runname, name));
}

function payloadOf(settings: LaunchSettings, test: TestRecord, source: string, item: Item, testconfig: Config, rundir: string): Payload {
  const { area, run } = settings;
  const megatest = settingText(area.config, "setup", "executable") || settings.program;
  return {
    testpath: source,
    homehost: settings.homehost,
    homehostPinned: settingText(area.config, "server", "homehost") !== "",
    throughServer: settings.throughServer,
    areaname: area.name,
    toppath: area.toppath,
    workArea: rundir,
    testName: test.testname,
    runscript: testconfig.lookup("setup", "runscript")?.trim() || undefined,
    runId: run.id,
    testId: test.id,
    item,
    megatest,
    ezsteps: testconfig.names("ezsteps").length > 0,
    subrun: testconfig.names("subrun").length > 0,
    target: run.target.join("/"),
    runtlim: timeLimit(area, testconfig, test),
    envOverride: area.config.variables("env-override").map(({ name, value }) => ({ name, value })),
    setVars: settings.setVars,
    runname: run.runname,
    binDirectory: megatest.includes("/") ? dirname(megatest) : undefined,
  };
}

function timeLimit(area: Area, testconfig: Config, test: TestRecord): number | undefined {
  const text = testconfig.lookup("requirements", "runtimelim") ?? area.config.lookup("setup", "runtimelim");
  if (text === undefined) return undefined;
  const seconds = parseDuration(text);
  if (seconds === undefined) area.log.warn(`${fullName(test)}: runtimelim ${text} is no duration such as 1h 30m, so there is no limit`);
  return seconds;
}

/** What runs on the execution host: this program with the payload. */
function ownCommand({ passedOn }: LaunchSettings, payload: Payload, encoded: string): string[] {
  const signature = `${payload.areaname}:${payload.testName}:${itemPath(payload.item)}`;
  return [payload.megatest, "-m", signature, "-execute", encoded, ...passedOn];
}

function launcherText(launcher: Launcher): string {
  if (launcher.kind === "command") return launcher.line;
  return launcher.name === "nbfake" ? "nbfake" : "";
}
