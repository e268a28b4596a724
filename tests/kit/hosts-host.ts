import { execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync } from "node:fs";
import { userInfo } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import type { CommandResult } from "./area.js";
import { type Lab, root, searchPath } from "./hosts-lab.js";
import { HostProcess, ProcessFiles } from "./hosts-process.js";

/** Folders under /tmp that a host needs all the same. */
const kept = [root, dirname(process.execPath)].filter((path) => path.startsWith("/tmp/"));

/** Words of a command, or lines for /bin/sh. */
export type HostCommand = string | readonly string[];

export interface HostOptions {
  /** As the host sees it; the shared folder unless given. */
  readonly cwd?: string;
  /** Added to the environment of a login: nothing else comes in from the tests. */
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string;
  /**
   * Seconds that the wall clock of the command, and of all it starts on this host, is ahead of the others'. Time stamps of files stay those of
   * the machine, as they would on a file server. `HostProcess.setClock` makes the clock jump later.
   */
  readonly clockOffset?: number;
}

/** A host: name, address, sshd, process numbers and /tmp are its own, all other files are those of the machine. */
export class Host {
  readonly name: string;
  /** As the others know it. */
  readonly address: string;
  readonly #lab: () => Lab;
  #running: { readonly pid: number; readonly ended: Promise<unknown>; readonly cable: string } | undefined;
  #boots = 0;
  #commands = 0;

  constructor(name: string, address: string, lab: () => Lab) {
    this.name = name;
    this.address = address;
    this.#lab = lab;
  }

  /** Boots, with an empty /tmp and the cable in. */
  async powerOn(): Promise<void> {
    if (this.#running !== undefined) throw new Error(`${this.name} is on already`);
    const { pid, directory } = this.#lab();
    const script = fileURLToPath(new URL("hosts-boot.sh", import.meta.url));
    const unshare = ["unshare", "--uts", "--ipc", "--net", "--mount", "--pid", "--fork", "--kill-child"];
    const boot = [...unshare, "sh", script, this.name, this.address, join(directory, this.name), ...kept];
    const child = spawn("nsenter", ["--target", String(pid), "--mount", "--net", "--pid", "--", ...boot], { env: loginEnvironment() });
    const ended = once(child, "exit");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    let complaints = "";
    child.stderr.on("data", (text) => {
      complaints += String(text);
    });
    const running = { pid: Number((await lines.next()).value), ended, cable: `${this.name}-${++this.#boots}` };
    await this.#ip("link", "add", running.cable, "up", "master", "bridge", "type", "veth", "peer", "name", "eth0", "netns", String(running.pid));
    child.stdin.end("\n");
    if ((await lines.next()).value !== "ready") throw new Error(`${this.name} does not boot: ${complaints}`);
    this.#running = running;
  }

  /** Off from one moment to the next: processes and /tmp are gone, nobody hears a farewell, the shared folder stays. */
  async powerOff(): Promise<void> {
    const { pid, cable, ended } = this.#on();
    this.#running = undefined;
    await this.#ip("link", "delete", cable);
    process.kill(pid, "SIGKILL");
    await ended;
  }

  /** Off, if it is not, and on again: from now on it is as in the beginning. */
  async reboot(): Promise<void> {
    if (this.#running !== undefined) await this.powerOff();
    await this.powerOn();
  }

  /** Pulls the cable; what runs goes on. */
  async disconnect(): Promise<void> {
    await this.#ip("link", "set", this.#on().cable, "down");
  }

  async connect(): Promise<void> {
    await this.#ip("link", "set", this.#on().cable, "up");
  }

  /** Runs a command to its end; never rejects for its exit code. */
  async run(command: HostCommand, options: HostOptions = {}): Promise<CommandResult> {
    return (await this.spawn(command, options)).ended;
  }

  /** Runs `megatest` of the checkout in an area to its end. */
  megatest(area: { readonly path: string }, args: readonly string[], options: HostOptions = {}): Promise<CommandResult> {
    return this.run(["megatest", ...args], { cwd: area.path, ...options });
  }

  /** Starts a command and goes on. What it prints goes to files, so that nobody waits for those who keep its streams open. */
  async spawn(command: HostCommand, options: HostOptions = {}): Promise<HostProcess> {
    const { directory, shared } = this.#lab();
    const files = new ProcessFiles(join(directory, this.name, String(++this.#commands)), options.clockOffset);
    const words = typeof command === "string" ? ["/bin/sh", "-c", command] : command;
    const start = [
      "sh",
      "-c",
      'echo $$ >&3; exec 3>&-; cd "$1" || exit; shift; exec "$@"',
      "sh",
      options.cwd ?? shared,
      ...files.clockWords(),
      ...words,
    ];
    const streams = [openSync(files.stdout, "a"), openSync(files.stderr, "a")];
    const child = spawn("nsenter", this.#entering(start), {
      env: { ...loginEnvironment(), ...options.env },
      stdio: ["pipe", ...streams, "pipe"],
    });
    for (const stream of streams) closeSync(stream);
    child.stdin?.on("error", () => undefined).end(options.input ?? "");
    const pid = await numberFrom(child.stdio[3]);
    return new HostProcess(child, pid, files, (signal) => this.kill(pid, signal));
  }

  /** Signals a process by the number that it has on this host. False when there is none. */
  kill(pid: number, signal: NodeJS.Signals = "SIGKILL"): boolean {
    if (this.#running === undefined) return false;
    return spawnSync("nsenter", this.#entering(["kill", "-s", signal.replace("SIG", ""), String(pid)]), { stdio: "ignore" }).status === 0;
  }

  #on() {
    if (this.#running === undefined) throw new Error(`${this.name} is off`);
    return this.#running;
  }

  #entering(words: readonly string[]): string[] {
    return ["--target", String(this.#on().pid), "--mount", "--uts", "--ipc", "--net", "--pid", "--", ...words];
  }

  /** On the lab's side. */
  async #ip(...words: readonly string[]): Promise<void> {
    await promisify(execFile)("nsenter", ["--target", String(this.#lab().pid), "--net", "--", "ip", ...words]);
  }
}

function loginEnvironment(): Record<string, string> {
  const { username, homedir } = userInfo();
  return { HOME: homedir, LANG: "C.UTF-8", LOGNAME: username, PATH: searchPath, SHELL: "/bin/sh", USER: username };
}

/** The first line; NaN when the stream ends without one. */
async function numberFrom(stream: unknown): Promise<number> {
  if (stream instanceof Readable) for await (const line of createInterface(stream)) return Number(line);
  return Number.NaN;
}
