import { Failure } from "../base/index.js";
import { isLevel, NamedTokens } from "../web/index.js";
import type { Context } from "./context.js";
import { type DashboardArguments, seconds } from "./dashboard-options.js";

/**
 * `-make-token`, `-list-tokens`, `-drop-token`: undefined when none of them is asked for, else the exit code.
 *
 * @throws Failure `usage`, `not-found`, `io`
 * @see spec 06 § 33.3
 */
export async function manageTokens(args: DashboardArguments, context: Context): Promise<number | undefined> {
  const [made, dropped] = [args.value("-make-token"), args.value("-drop-token")];
  if (made === undefined && dropped === undefined && !args.has("-list-tokens")) return undefined;
  const named = new NamedTokens((await context.area()).toppath, context.log);
  if (dropped !== undefined) named.drop(dropped);
  if (made !== undefined) context.stdout(`${make(named, made, args)}\n`);
  if (args.has("-list-tokens")) context.stdout(listing(named));
  return 0;
}

function make(named: NamedTokens, level: string, args: DashboardArguments): string {
  if (!isLevel(level)) throw new Failure("usage", `-make-token ${level}: must be view, operate or admin`);
  const life = seconds(args, "-expires");
  const expires = life === undefined ? undefined : Math.floor(Date.now() / 1000 + life);
  return named.add({ level, expires, label: args.value("-label") ?? firstFree(named, level) });
}

function firstFree(named: NamedTokens, level: string): string {
  const taken = new Set(named.all().map(({ label }) => label));
  for (let number = 1; ; number++) if (!taken.has(`${level}-${number}`)) return `${level}-${number}`;
}

/** One line each: label, level, until when it is valid. */
function listing(named: NamedTokens): string {
  const left = (expires: number | undefined) => {
    if (expires === undefined) return "never expires";
    return `${expires <= Date.now() / 1000 ? "expired" : "expires"} ${new Date(expires * 1000).toISOString().replace(/:\d\d\.\d+/, "")}`;
  };
  return named
    .all()
    .map(({ label, level, expires }) => `${label}  ${level}  ${left(expires)}\n`)
    .join("");
}
