import { errnoOf, shellQuote } from "../base/index.js";
import { currentEnv, exitCodeOf, start } from "../sys/index.js";

/** The exit code of ssh itself when it does not get there. */
export const unreachable = 255;

const options = ["-o", "BatchMode=yes", "-o", "ConnectTimeout=10", "-o", "ServerAliveInterval=5"];

/**
 * Runs a program on another host to its end, without questions and with this process's search path.
 *
 * @param host as `isHost` accepts it: not an option of ssh
 * @param env further variables for the program
 * @returns its exit code, or {@link unreachable}; and the last line of what it or ssh complained about
 * @see spec 04 § 25.3 step 3
 */
export async function runOn(
  host: string,
  words: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<{ exitCode: number; message: string }> {
  const own = currentEnv();
  const variables = Object.entries({ PATH: own["PATH"] ?? "", ...env }).map(([name, value]) => `${name}=${value}`);
  const line = ["exec", "env", ...variables, ...words].map(shellQuote).join(" ");
  try {
    const { child, ended } = await start("ssh", [...options, host, line], { env: own, cwd: "/", stdio: ["ignore", "ignore", "pipe"] });
    let complaints = "";
    child.stderr?.on("data", (chunk) => {
      complaints = `${complaints}${chunk}`.slice(-10_000);
    });
    const exitCode = exitCodeOf(await ended);
    return { exitCode, message: complaints.trim().split("\n").at(-1)?.trim() ?? "" };
  } catch (error) {
    if (errnoOf(error) !== "ENOENT") throw error;
    return { exitCode: unreachable, message: "there is no ssh program here" };
  }
}
