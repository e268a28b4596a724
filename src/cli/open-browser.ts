import { readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { messageOf } from "../base/index.js";
import { settingText } from "../config/index.js";
import { isDirectory, start } from "../sys/index.js";

/**
 * Opens an address with the program of `[setup] htmlviewercmd`, else that of the desktop; nothing without a display. The address holds a token and every
 * user of the host can see the arguments of a program: so that gets a page of the user's own, which leads on.
 *
 * @param directory private, for that page
 * @see spec 06 § 16
 */
export async function openBrowser(url: string, { config, env, toppath, log }: Area, directory: string): Promise<void> {
  const command = settingText(config, "setup", "htmlviewercmd") || "xdg-open";
  if (!env["DISPLAY"] && !env["WAYLAND_DISPLAY"]) return;
  try {
    const page = leavePage(url, directory);
    const { child } = await start("/bin/sh", ["-c", `${command} "$1"`, "sh", page], {
      env,
      cwd: toppath,
      stdio: ["ignore", "ignore", "ignore"],
      detached: true,
    });
    child.unref();
  } catch (error) {
    log.warn(`cannot open a browser: ${messageOf(error)}; open the address yourself`);
  }
}

const pageName = /^open-\d+\.html$/;
/** A browser has read its page by then. */
const readMs = 60_000;

function leavePage(url: string, directory: string): string {
  removePages(directory, Date.now() - readMs);
  const page = join(directory, `open-${process.pid}.html`);
  const target = url.replaceAll("&", "&amp;").replaceAll('"', "&quot;");
  rmSync(page, { force: true });
  writeFileSync(page, `<!doctype html><meta http-equiv="refresh" content="0; url=${target}">\n`, { mode: 0o600, flag: "wx" });
  return page;
}

/** Removes pages for browsers that were written before a time, by default all. */
export function removePages(directory: string, beforeMs = Number.POSITIVE_INFINITY): void {
  for (const name of isDirectory(directory) ? readdirSync(directory) : []) {
    const file = join(directory, name);
    const written = pageName.test(name) ? statSync(file, { throwIfNoEntry: false })?.mtimeMs : undefined;
    if (written !== undefined && written < beforeMs) rmSync(file, { force: true });
  }
}
