import { messageOf, shellQuote } from "../../../base/index.js";
import { currentEnv, exitCodeOf, hostName, type Running, start, startTimeOf } from "../../../sys/index.js";
import { addJobLine, findJob } from "./job-file.js";

/** What a command gets to end by itself. Spec 06 § 32.3 */
const graceMs = 10_000;

/**
 * Carries out a job: its commands one after the other, each in a session of its own, with standard output and error of this process. That is one which
 * nobody else needs, so that the job outlives the dashboard, and how it ended is noted in any case.
 *
 * @param stop ends the present command, by TERM and after 10 s KILL, and the job with it
 */
export async function keepJob(toppath: string, id: string, stop: AbortSignal): Promise<void> {
  addJobLine(toppath, { kind: "running", id, host: hostName(), pid: process.pid, started: startTimeOf(process.pid) });
  const end = (how: { readonly code?: number; readonly problem?: string }) =>
    addJobLine(toppath, { kind: "ended", id, ended: Date.now() / 1000, ...how });
  const found = findJob(toppath, id);
  if (found === undefined) return end({ problem: "its line is missing in ui-jobs.jsonl" });
  let code = 0;
  try {
    for (const command of found.begun.commands) {
      if (stop.aborted) break;
      process.stdout.write(`$ ${command.map(shellQuote).join(" ")}\n`);
      code = Math.max(code, await carryOut(command, toppath, stop));
    }
    end({ code: code === 0 && stop.aborted ? 128 + 15 : code });
  } catch (error) {
    end({ code: 1, problem: messageOf(error) });
  }
}

async function carryOut([program = "", ...args]: readonly string[], cwd: string, stop: AbortSignal): Promise<number> {
  const running = await start(program, args, { env: currentEnv(), cwd, stdio: ["ignore", "inherit", "inherit"], detached: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const end = () => {
    signalGroup(running, "SIGTERM");
    timer = setTimeout(() => signalGroup(running, "SIGKILL"), graceMs);
  };
  stop.addEventListener("abort", end, { once: true });
  const ending = await running.ended;
  clearTimeout(timer);
  stop.removeEventListener("abort", end);
  return exitCodeOf(ending);
}

/** Its session is its own; what it has put into other sessions, such as the executor of tests, goes on. */
function signalGroup({ pid }: Running, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended by itself meanwhile.
  }
}
