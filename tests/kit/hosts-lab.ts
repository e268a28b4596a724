import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** Of the checkout. */
export const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Where a host looks for programs, also for what comes in over ssh: the checkout's first. */
export const searchPath = [join(root, "bin"), dirname(process.execPath), "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"].join(":");

interface Named {
  readonly name: string;
  readonly address: string;
}

/** What the hosts of a rig have in common. */
export interface Lab {
  /** Of the first process in the namespaces that hold the network. */
  readonly pid: number;
  /** Private to the rig, with a folder for each host. */
  readonly directory: string;
  /** For what hosts and tests share. */
  readonly shared: string;
  /** Takes all of it down, and the hosts with it. */
  stop(): Promise<void>;
}

/** @param smallDisk size in megabytes of `disk` in the directory, if there is to be one */
export async function startLab(hosts: readonly Named[], smallDisk: number | undefined): Promise<Lab> {
  // Not under /tmp, where hosts would not find it.
  const directory = mkdtempSync("/var/tmp/megatest-hosts-");
  const script = fileURLToPath(new URL("hosts-lab.sh", import.meta.url));
  const words = [script, directory, ...(smallDisk === undefined ? [] : [String(smallDisk)])];
  // In a session of its own, so that it gets to clean up when an interrupt from the keyboard ends the tests.
  const keeper = spawn("sh", words, { stdio: "pipe", detached: true });
  const ended = once(keeper, "exit");
  let complaints = "";
  keeper.stderr.on("data", (text) => {
    complaints += String(text);
  });
  const stop = async () => {
    keeper.stdin.end();
    await ended;
  };
  try {
    const { value } = await createInterface(keeper.stdout)[Symbol.asyncIterator]().next();
    if (value !== "ready") throw new Error(`the network of the hosts cannot be made: ${complaints}`);
    const shared = join(directory, "shared");
    mkdirSync(shared);
    writeFiles(directory, hosts);
    return { pid: Number(readFileSync(join(directory, "lab.pid"), "utf8")), directory, shared, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** For each host what it has in the place of files of /etc. */
function writeFiles(directory: string, hosts: readonly Named[]): void {
  const newKey = (file: string) => {
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "", "-f", file]);
    return readFileSync(`${file}.pub`, "utf8");
  };
  const login = join(directory, "login");
  const authorized = newKey(login);
  for (const { name } of hosts) mkdirSync(join(directory, name, "ssh"), { recursive: true });
  const known = hosts.map(({ name, address }) => `${name},${address} ${newKey(join(directory, name, "ssh/host"))}`).join("");
  // What root's own shell reads when it starts is no business of a test.
  const passwd = readFileSync("/etc/passwd", "utf8").replace(/^(root:.*):[^:]*$/m, "$1:/bin/sh");
  for (const host of hosts) {
    const own = join(directory, host.name);
    // As Debian does it: a host's own name also stands for an address that only the host itself can use.
    const names = ["127.0.0.1 localhost", `127.0.1.1 ${host.name}`, ...hosts.map(({ name, address }) => `${address} ${name}`)];
    writeFileSync(join(own, "hosts"), `${names.join("\n")}\n`);
    writeFileSync(join(own, "passwd"), passwd);
    writeFileSync(join(own, "shadow"), "root:*:1::::::\n", { mode: 0o600 });
    writeFileSync(join(own, "ssh/authorized_keys"), authorized);
    writeFileSync(join(own, "ssh/ssh_known_hosts"), known);
    writeFileSync(join(own, "ssh/ssh_config"), clientConfig);
    writeFileSync(join(own, "ssh/sshd_config"), daemonConfig);
    copyFileSync(login, join(own, "ssh/login"));
  }
}

const clientConfig = `IdentityFile /etc/ssh/login
StrictHostKeyChecking yes
UserKnownHostsFile /dev/null
`;

const daemonConfig = `HostKey /etc/ssh/host
AuthorizedKeysFile /etc/ssh/authorized_keys
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
SetEnv "PATH=${searchPath}"
`;
