import { spawnSync } from "node:child_process";
import { chmodSync } from "node:fs";

/** Runs `work` while nobody can write to a folder: by its permissions, or for root, whom they do not stop, by a mount. */
export async function whileReadOnly(folder: string, work: () => Promise<void>): Promise<void> {
  const isRoot = process.getuid?.() === 0;
  if (isRoot) {
    mount("mount", "--bind", folder, folder);
    mount("mount", "-o", "remount,ro,bind", folder);
  } else chmodSync(folder, 0o555);
  try {
    await work();
  } finally {
    if (isRoot) mount("umount", "-l", folder);
    else chmodSync(folder, 0o755);
  }
}

function mount(program: string, ...args: string[]): void {
  const { status, stderr } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`${program} ${args.join(" ")}: ${stderr}`);
}
