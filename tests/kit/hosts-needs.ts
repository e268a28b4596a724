import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";
import { clockLibrary } from "./hosts-process.js";

/** Programs by the Debian package that has them. */
const programs = {
  iproute2: ["ip"],
  mount: ["mount"],
  "openssh-client": ["ssh", "ssh-keygen"],
  "openssh-server": ["/usr/sbin/sshd"],
  procps: ["kill"],
  "util-linux": ["nsenter", "setpriv", "unshare"],
};

/** As hosts-lab.sh and hosts-boot.sh do it. */
const trial = "ip link add bridge type bridge && ip link add up master bridge type veth peer name eth0 && mount -t tmpfs tmpfs /tmp";

/** Why this machine cannot have hosts, and what helps; undefined when it can. */
export function missingForHosts(): string | undefined {
  if (process.getuid?.() !== 0) return "tests with several hosts need root";
  const packages = Object.entries(programs).filter(([, names]) => !names.every(isProgram));
  const missing = [...packages.map(([name]) => name), ...(clockLibrary() === undefined ? ["faketime"] : [])];
  if (missing.length > 0) return `tests with several hosts need more programs: apt-get install ${missing.join(" ")}`;
  const { status, stderr } = spawnSync("unshare", ["--uts", "--ipc", "--net", "--mount", "--pid", "--fork", "sh", "-c", trial], { encoding: "utf8" });
  return status === 0 ? undefined : `tests with several hosts need namespaces, which this machine refuses: ${stderr.trim()}`;
}

function isProgram(name: string): boolean {
  const candidates = name.startsWith("/") ? [name] : (process.env["PATH"] ?? "").split(":").map((folder) => join(folder, name));
  return candidates.some((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
