import type { Context } from "./context.js";
import type { FlagName } from "./flags.js";

/** Something a command line can ask for. Its code is loaded only then. */
export interface Action {
  readonly flags: readonly FlagName[];
  /** The exit code, 0 when there is none. */
  run(context: Context): Promise<number>;
  /** It may make this host the homehost, if the area has been quiet for long. Spec 04 § 25.1 */
  readonly movesHomehost?: true;
  /** The databases of another version are brought up to date first; spec 04 § 2.2. */
  readonly checksVersion?: true;
  /** It only reads runs: with `-full-db` also completed ones, with `-areas` those of several areas as one. Spec 04 § 24.3, § 26.3 */
  readonly isQuery?: true;
  /** Nothing after it runs. */
  readonly ends?: true;
  /** Runs when no other action is asked for. */
  readonly isDefault?: true;
}

const help = () => import("./commands/help.js");
const configuration = () => import("./commands/configuration.js");
const environment = () => import("./commands/environment.js");
const maintenance = () => import("./commands/maintenance.js");
const databases = () => import("./commands/databases.js");
const servers = () => import("./commands/servers.js");
const listRuns = () => import("./commands/list-runs.js");
const runStatus = () => import("./commands/run-status.js");
const remove = () => import("./commands/remove.js");
const run = () => import("./commands/run.js");
const moveRecords = () => import("./commands/move-records.js");

/** All actions in the order in which they run; spec 05 § 2. */
export const actions: readonly Action[] = [
  { flags: ["-preview"], run: async (context) => (await import("./commands/preview.js")).printPreview(context), ends: true },
  { flags: ["-h"], run: async (context) => (await help()).printHelp(context), ends: true, isDefault: true },
  { flags: ["-version"], run: async (context) => (await help()).printVersion(context), ends: true },
  { flags: ["-clean-cache"], run: async (context) => (await maintenance()).cleanCache(context) },
  { flags: ["-env2file"], run: async (context) => (await environment()).writeEnvironmentFiles(context) },
  { flags: ["-list-disks"], run: async (context) => (await configuration()).listDisks(context) },
  { flags: ["-ping"], run: async (context) => (await servers()).ping(context), ends: true },
  { flags: ["-envcap"], run: async (context) => (await environment()).captureEnvironment(context) },
  { flags: ["-envdelta"], run: async (context) => (await environment()).printEnvironmentDelta(context) },
  { flags: ["-server"], run: async (context) => (await import("./commands/server.js")).serve(context), ends: true },
  { flags: ["-kill-servers"], run: async (context) => (await servers()).endServers(context), ends: true },
  { flags: ["-list-servers"], run: async (context) => (await servers()).listServers(context), ends: true },
  { flags: ["-list-targets"], run: async (context) => (await configuration()).listTargets(context) },
  { flags: ["-show-runconfig"], run: async (context) => (await configuration()).showRunconfig(context) },
  { flags: ["-show-config"], run: async (context) => (await configuration()).showConfig(context) },
  { flags: ["-show-cmdinfo"], run: async (context) => (await configuration()).showCmdinfo(context) },
  { flags: ["-remove-runs"], run: async (context) => (await remove()).removeRuns(context), movesHomehost: true, checksVersion: true },
  { flags: ["-remove-keep"], run: async (context) => (await remove()).removeKeep(context), movesHomehost: true, checksVersion: true },
  {
    flags: ["-set-state-status"],
    run: async (context) => (await import("./commands/set-state-status.js")).setStateStatus(context),
    movesHomehost: true,
    checksVersion: true,
  },
  { flags: ["-set-run-status"], run: async (context) => (await runStatus()).setRunStatus(context) },
  { flags: ["-get-run-status"], run: async (context) => (await runStatus()).getRunStatus(context), isQuery: true },
  { flags: ["-testdata-csv"], run: async (context) => (await listRuns()).listTestdata(context), isQuery: true },
  { flags: ["-list-runs"], run: async (context) => (await listRuns()).listRuns(context), isQuery: true },
  { flags: ["-list-db-targets"], run: async (context) => (await listRuns()).listDbTargets(context), isQuery: true },
  {
    flags: ["-run", "-runtests", "-rerun-clean", "-rerun-all"],
    run: async (context) => (await run()).runTests(context),
    movesHomehost: true,
    checksVersion: true,
  },
  { flags: ["-lock"], run: async (context) => (await runStatus()).lockRuns(context) },
  { flags: ["-unlock"], run: async (context) => (await runStatus()).unlockRuns(context) },
  {
    flags: ["-test-paths", "-test-files"],
    run: async (context) => (await import("./commands/test-paths.js")).listTestPaths(context),
    isQuery: true,
  },
  {
    flags: ["-destination"],
    run: async (context) => (await moveRecords()).moveToArea(context),
    movesHomehost: true,
  },
  {
    flags: ["-reduce-records"],
    run: async (context) => (await moveRecords()).moveRecords(context, "-reduce-records"),
    movesHomehost: true,
  },
  {
    flags: ["-restore-records"],
    run: async (context) => (await moveRecords()).moveRecords(context, "-restore-records"),
    movesHomehost: true,
  },
  { flags: ["-auto-migrate"], run: async (context) => (await import("./commands/auto-migrate.js")).autoMigrate(context), movesHomehost: true },
  { flags: ["-execute"], run: async (context) => (await import("./commands/execute.js")).execute(context) },
  {
    flags: ["-step", "-setlog", "-set-toplog", "-test-status", "-set-values", "-load-test-data", "-runstep", "-summarize-items"],
    run: async (context) => (await import("./commands/in-test.js")).inTest(context),
  },
  { flags: ["-dashboard", "-gui"], run: async (context) => (await help()).hintAtDashboard(context) },
  { flags: ["-show-keys"], run: async (context) => (await configuration()).showKeys(context) },
  { flags: ["-rebuild-db"], run: async (context) => (await databases()).cleanUp(context, "-rebuild-db"), movesHomehost: true },
  { flags: ["-cleanup-db"], run: async (context) => (await databases()).cleanUp(context, "-cleanup-db"), movesHomehost: true },
  { flags: ["-check-db"], run: async (context) => (await databases()).check(context) },
  { flags: ["-mark-incompletes"], run: async (context) => (await import("./commands/mark-incompletes.js")).markIncompletes(context) },
  { flags: ["-run-wait"], run: async (context) => (await run()).waitForRuns(context), movesHomehost: true },
  { flags: ["-import-megatest.db"], run: async (context) => (await databases()).importArea(context), movesHomehost: true },
  { flags: ["-sync-to-megatest.db"], run: async (context) => (await maintenance()).syncToAreaDatabase(context) },
  { flags: ["-migrate-homehost"], run: async (context) => (await import("./commands/migrate-homehost.js")).migrateHomehost(context) },
  { flags: ["-list-test-time"], run: async (context) => (await listRuns()).listTestTimes(context), isQuery: true },
  { flags: ["-list-run-time"], run: async (context) => (await listRuns()).listRunTimes(context), isQuery: true },
];
