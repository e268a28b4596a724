import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Area } from "../area/index.js";
import { messageOf } from "../base/index.js";
import { settingText } from "../config/index.js";
import { start } from "../sys/index.js";

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
  const page = join(directory, `open-${process.pid}.html`);
  try {
    rmSync(page, { force: true });
    writeFileSync(page, `<!doctype html><meta http-equiv="refresh" content="0; url=${url.replaceAll("&", "&amp;").replaceAll('"', "&quot;")}">\n`, {
      mode: 0o600,
      flag: "wx",
    });
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
