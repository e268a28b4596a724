import type { CacheUse } from "../area/index.js";
import type { Env } from "../sys/index.js";
import type { Arguments } from "./arguments.js";
import { cacheVersion } from "./version.js";

/**
 * The configuration caches of a command: those of the run that it names or belongs to; undefined without a run. Only a process that belongs to the run
 * reads them: another one is there to see what is so now.
 *
 * @see spec 01 § 10
 */
export function cacheUse({ values, switches }: Arguments, env: Env): CacheUse | undefined {
  const runname = values.get("-runname") ?? env["MT_RUNNAME"];
  if (runname === undefined) return undefined;
  const target = values.get("-reqtarg") ?? values.get("-target");
  const belongs = isSame(runname, env["MT_RUNNAME"]) && isSame(target, env["MT_TARGET"]);
  const testname = belongs ? env["MT_TEST_NAME"] : undefined;
  return {
    version: cacheVersion,
    runname,
    test: testname === undefined ? undefined : { testname, item_path: env["MT_ITEMPATH"] ?? "" },
    read: belongs ? wanted(switches.has("-no-cache"), env["MT_USE_CACHE"]) : false,
  };
}

const isSame = (asked: string | undefined, inherited: string | undefined) => asked === undefined || inherited === undefined || asked === inherited;

/** What the environment says wins over the option. */
function wanted(isRefused: boolean, said: string | undefined): boolean | undefined {
  if (said === "yes" || said === "no") return said === "yes";
  return isRefused ? false : undefined;
}
