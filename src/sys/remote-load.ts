import { currentEnv } from "./env.js";
import type { HostLoad } from "./host.js";
import { start } from "./process.js";

const connectSeconds = 5;

/** Load of another host, read over `ssh`; undefined when it does not answer within a few seconds. */
export async function remoteLoad(host: string): Promise<HostLoad | undefined> {
  const options = ["-o", "BatchMode=yes", "-o", `ConnectTimeout=${connectSeconds}`];
  const command = "cat /proc/loadavg && grep -c ^processor /proc/cpuinfo";
  try {
    const { child, ended } = await start("ssh", [...options, "--", host, command], {
      env: currentEnv(),
      cwd: "/",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const late = setTimeout(() => child.kill("SIGKILL"), 2 * connectSeconds * 1000);
    const closed = new Promise((resolve) => child.once("close", resolve));
    let text = "";
    child.stdout?.setEncoding("latin1").on("data", (part: string) => {
      text += part;
    });
    await Promise.all([ended, closed]);
    clearTimeout(late);
    return parseLoad(text);
  } catch {
    return undefined;
  }
}

/** `/proc/loadavg` and, in a line of its own, the number of CPUs; start-up files of the shell there may say something before. */
function parseLoad(text: string): HostLoad | undefined {
  const [, one, five, cpus] = /^(\d+\.\d+) (\d+\.\d+) .*\n(\d+)\s*$/m.exec(text) ?? [];
  return cpus === undefined || Number(cpus) === 0 ? undefined : { one: Number(one), five: Number(five), cpus: Number(cpus) };
}
