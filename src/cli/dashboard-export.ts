import { dirname, join, resolve } from "node:path";
import { Failure } from "../base/index.js";
import { settingNumber, settingText } from "../config/index.js";
import { type Copied, exportCopy } from "../web/index.js";
import type { Context } from "./context.js";
import { type DashboardArguments, wholeNumber } from "./dashboard-options.js";
import { dashboardQueries, planDashboard } from "./dashboard-plan.js";

const modifiers = ["-target", "-runname", "-testpatt", "-logs", "-max-log"] as const;
const logChoices = ["none", "failed", "all"] as const;
const redrawMs = 100;

/**
 * `-export DIR`: undefined when that is not asked for, else the exit code.
 *
 * @throws Failure
 * @see spec 06 § 35.1
 */
export async function makeCopy(args: DashboardArguments, context: Context): Promise<number | undefined> {
  const given = args.value("-export");
  if (given === undefined) {
    const useless = modifiers.find((flag) => args.has(flag));
    if (useless !== undefined) throw new Failure("usage", `${useless} goes with -export DIR`);
    return undefined;
  }
  if (given === "") throw new Failure("usage", "-export needs a directory");
  const choice = choiceOf(args);
  const area = await context.area();
  await context.records();
  const queries = dashboardQueries(args, context, area, planDashboard(args, area, context));
  const stop = new AbortController();
  context.onInterrupt((signal) => stop.abort(new Failure("io", `-export ${given}: ended by ${signal}; nothing was written there`)));
  const line = new ProgressLine();
  try {
    const copied = await exportCopy({
      ...choice,
      queries,
      directory: resolve(context.cwd, given),
      application: join(dirname(context.bundle("queries")), "copy"),
      historyLimit: settingNumber(area.config, "dashboard", "history", context.log),
      areTwoConditions: settingText(area.config, "dashboard", "mode") !== "dashboard",
      signal: stop.signal,
      progress: (text) => line.show(text),
    });
    line.clear();
    context.stdout(`${summary(given, copied)}\n`);
    return 0;
  } finally {
    line.clear();
    await queries.close();
  }
}

/** @throws Failure `usage` */
function choiceOf(args: DashboardArguments) {
  const logs = logChoices.find((one) => one === (args.value("-logs") ?? "failed"));
  if (logs === undefined) throw new Failure("usage", `-logs ${args.value("-logs")}: must be none, failed or all`);
  return {
    target: args.value("-target") ?? "",
    runname: args.value("-runname") ?? "",
    testpatt: args.value("-testpatt") ?? "",
    cols: wholeNumber(args, "-cols", { from: 1, to: 10_000 }),
    logs,
    maxLog: bytesOf(args.value("-max-log") ?? "1M"),
  };
}

function bytesOf(text: string): number {
  const [, number = "", unit = ""] = /^(\d+)([kMG]?)$/.exec(text) ?? [];
  const bytes = Number(number) * { "": 1, k: 1000, M: 1e6, G: 1e9 }[unit as "" | "k" | "M" | "G"];
  if (number !== "" && bytes > 0) return bytes;
  throw new Failure("usage", `-max-log ${text}: must be a number of bytes, also with k, M or G: 500k`);
}

function summary(directory: string, { runs, tests, logs, size }: Copied): string {
  const many = (count: number, what: string) => `${count.toLocaleString("en")} ${what}${count === 1 ? "" : "s"}`;
  return `Copy: ${join(directory, "index.html")} (${many(runs, "run")}, ${many(tests, "test")}, ${many(logs, "log")}, ${(size / 1e6).toFixed(1)} MB)`;
}

/** On a terminal, a line that says what is being done; elsewhere nothing. */
class ProgressLine {
  #drawnAt = 0;

  show(text: string): void {
    if (!process.stderr.isTTY || Date.now() - this.#drawnAt < redrawMs) return;
    this.#drawnAt = Date.now();
    process.stderr.write(`\r\x1b[K${text.slice(0, process.stderr.columns - 1)}`);
  }

  clear(): void {
    if (this.#drawnAt > 0) process.stderr.write("\r\x1b[K");
    this.#drawnAt = 0;
  }
}
