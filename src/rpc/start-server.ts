import { closeSync, existsSync, openSync } from "node:fs";
import { dirname, join } from "node:path";
import { Failure, shellQuote } from "../base/index.js";
import { currentEnv, type Env, exitCodeOf, makeDirectories, markerVariable, start } from "../sys/index.js";
import { serverLogDirectory } from "./server-logs.js";

/** A server to be started. */
export interface ServerStart {
  readonly toppath: string;
  readonly areaName: string;
  /** As `.homehost` or the configuration name it. */
  readonly homehost: string;
  readonly isThisHost: boolean;
  /** The megatest program. */
  readonly program: string;
}

/**
 * Starts a server in the background: here, or on the homehost through `nbfake` and so through ssh. It outlives us.
 *
 * @param onEnd called when it has ended, where that can be seen
 * @throws Failure `server` when that fails visibly; a server that cannot go on says so in `logs/server.log`
 * @see spec 04 § 12.1
 */
export async function startServer({ toppath, areaName, homehost, isThisHost, program }: ServerStart, onEnd: () => void): Promise<void> {
  const directory = serverLogDirectory(toppath);
  makeDirectories(directory);
  const log = join(directory, "server.log");
  const args = ["-server", homehost, "-m", `testsuite:${areaName}`];
  const env = serverEnv();
  if (isThisHost) {
    const output = openSync(log, "a");
    try {
      const { child, ended } = await start(program, args, { env, cwd: toppath, stdio: ["ignore", output, output], detached: true });
      child.unref();
      void ended.then(onEnd);
    } finally {
      closeSync(output);
    }
    return;
  }
  const line = [program, ...args].map(shellQuote);
  const remote = { ...env, TARGETHOST: homehost, TARGETHOST_LOGF: log };
  const { ended } = await start(nbfake(program), line, { env: remote, cwd: toppath, stdio: ["ignore", "ignore", "ignore"] });
  const code = exitCodeOf(await ended);
  if (code !== 0) throw new Failure("server", `cannot start a server on ${homehost}: nbfake, which uses ssh, ended with ${code}`);
}

/** The one beside the program, if there is one. */
function nbfake(program: string): string {
  const beside = join(dirname(program), "nbfake");
  return program.includes("/") && existsSync(beside) ? beside : "nbfake";
}

/** Nothing in the server's environment may tell of the test or the run that needed it; else it would be ended with the test. */
function serverEnv(): Env {
  const isPassedOn = (name: string) =>
    !name.startsWith("MT_") && !name.startsWith("NBFAKE_") && !name.startsWith("TARGETHOST") && name !== markerVariable;
  return Object.fromEntries(Object.entries(currentEnv()).filter(([name]) => isPassedOn(name)));
}
