import { statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as z from "zod/mini";
import { type Area, maintenanceHolder } from "../../../area/index.js";
import { settingText } from "../../../config/index.js";
import { isThisHost, readHomehost } from "../../../homehost/index.js";
import { isServerAlive, serverLogs } from "../../../rpc/index.js";
import { lagOf, liveDirectory, openMovesOf } from "../../../store/index.js";
import { freeKiB, hostName } from "../../../sys/index.js";
import type { DatabaseRow, DiskRow, Health, ServerRow } from "../../../view/index.js";
import { NamedTokens } from "../../http/named-tokens.js";
import { query } from "../query.js";

/** The state of the area and of what serves it; changes nothing. Spec 06 § 31.4 */
export const servers = query(z.object({}), async ({ area, log, since }, _, { level }): Promise<Health> => {
  const homehost = await homehostOf(area);
  const lag = lagOf({ toppath: area.toppath, areaName: area.name });
  const lock = maintenanceHolder(area.toppath);
  const tokens = level === "admin" ? new NamedTokens(area.toppath, log).all() : undefined;
  return {
    ...(homehost !== undefined && { homehost }),
    servers: serverRows(area),
    databases: databaseRows(area),
    ...(lag !== undefined && { lag }),
    moves: openMovesOf(area.toppath).map(({ op, phase, target, runname, dest, pid, host, updated }) => {
      return { run: `${target}/${runname}`, action: op, phase, destination: dest, by: `${pid} on ${host}`, updated };
    }),
    disks: diskRows(area),
    ...(lock !== undefined && { lock }),
    ...(tokens !== undefined && {
      tokens: tokens.map(({ label, level: own, expires }) => ({ label, level: own, ...(expires !== undefined && { expires }) })),
    }),
    process: { pid: process.pid, host: hostName(), started: since / 1000, memory: process.memoryUsage.rss(), node: process.version },
  };
});

async function homehostOf({ config, toppath }: Area): Promise<Health["homehost"]> {
  const pinned = settingText(config, "server", "homehost");
  const found = pinned === "" ? await readHomehost(toppath) : { address: pinned, epoch: undefined };
  if (found === undefined) return undefined;
  const { address, epoch } = found;
  return { address, isThisHost: await isThisHost(address), isPinned: pinned !== "", ...(epoch !== undefined && { epoch }) };
}

function serverRows({ toppath }: Area): ServerRow[] {
  // Nothing is written to find out the time of the file system: the dashboard only looks.
  return serverLogs(toppath, Date.now()).map((one) => ({
    pid: one.pid,
    host: one.hostname,
    ...(one.started !== undefined && { address: `${one.started.host}:${one.started.port}`, started: one.started.at }),
    age: one.age,
    isAlive: isServerAlive(one),
  }));
}

function databaseRows({ toppath, name }: Area): DatabaseRow[] {
  const files = {
    live: join(liveDirectory({ toppath, areaName: name }), "megatest.db"),
    area: join(toppath, "megatest.db"),
    completed: join(toppath, "completed-runs.db"),
  } as const;
  return (["live", "area", "completed"] as const).flatMap((kind) => {
    const stats = statSync(files[kind], { throwIfNoEntry: false });
    return stats === undefined ? [] : [{ kind, file: files[kind], size: stats.size, changed: stats.mtimeMs / 1000 }];
  });
}

function diskRows({ config, toppath }: Area): DiskRow[] {
  const own = config.variables("disks").map(({ name, value }) => ({ name, path: resolve(toppath, value.trim()) }));
  return [{ name: "the area", path: toppath }, { name: "live databases", path: tmpdir() }, ...own].map(({ name, path }) => {
    const free = freeKiB(path);
    return { name, path, ...(free >= 0 && { free: free * 1024 }) };
  });
}
