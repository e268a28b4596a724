import { statSync } from "node:fs";
import type { Area } from "../area/index.js";
import { Failure } from "../base/index.js";
import { findHomehost, isThisHost } from "../homehost/index.js";
import { areaVersion } from "../store/index.js";
import { isWritable } from "../sys/index.js";
import { isGiven } from "./arguments.js";
import type { Context } from "./context.js";
import { versionLine } from "./version.js";

/** So many characters of two versions must be the same for one to use the databases of the other. */
const significant = 4;

/**
 * Brings the databases of another version up to date, before a command changes much; on the homehost only.
 *
 * @throws Failure `database` when that is not for this user to do
 * @see spec 04 § 2.2
 */
export async function checkVersion(area: Area, context: Context): Promise<void> {
  const found = isGiven(context.args, "-skip-version-check") ? undefined : areaVersion(area.toppath);
  if (found === undefined || found.slice(0, significant) === versionLine.slice(0, significant)) return;
  const homehost = await findHomehost(area);
  if (homehost === undefined || !(await isThisHost(homehost.address))) return;
  context.log.warn(`Version mismatch!\n   this program: ${versionLine}\n   megatest.db:  ${found}`);
  if (context.env["MT_SKIP_DB_MIGRATE"] !== undefined) return;
  const problem = obstacle(area);
  if (problem !== undefined)
    throw new Failure("database", `megatest.db is of version ${found}, and cannot be brought up to date: ${problem}; see -skip-version-check`);
  await (await import("./commands/databases.js")).cleanUp(context, "-cleanup-db");
}

function obstacle({ configFile, toppath }: Area): string | undefined {
  if (statSync(configFile).uid !== process.getuid?.()) return `you do not own ${configFile}`;
  return isWritable(`${toppath}/megatest.db`) ? undefined : "it cannot be written";
}
