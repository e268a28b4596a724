import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe } from "vitest";
import { standardConfig, TestArea } from "./area.js";
import { Host } from "./hosts-host.js";
import { type Lab, startLab } from "./hosts-lab.js";
import { missingForHosts } from "./hosts-needs.js";

export interface HostsOptions {
  /** 1 to 3 of alpha, beta, gamma; 2 unless given. */
  readonly count?: number;
  /** Size in megabytes of a disk of its own, which soon is full. */
  readonly smallDisk?: number;
}

/**
 * Real hosts on one machine, in namespaces with a network of their own (192.0.2.0/24). They and the tests see the same files, but each has its
 * own /tmp, /run and /dev/shm. `ssh NAME COMMAND` and `ssh ADDRESS COMMAND` work among them. All of it is gone when the tests end, however they do.
 */
export class Hosts {
  readonly all: readonly Host[];
  readonly #options: HostsOptions;
  #lab: Lab | undefined;

  /** None is there before `start`. */
  constructor(options: HostsOptions = {}) {
    this.#options = options;
    const names = ["alpha", "beta", "gamma"].slice(0, options.count ?? 2);
    this.all = names.map((name, index) => new Host(name, `192.0.2.${11 + index}`, () => this.#started()));
  }

  get alpha(): Host {
    return this.#host(0);
  }

  get beta(): Host {
    return this.#host(1);
  }

  get gamma(): Host {
    return this.#host(2);
  }

  /** The folder for what hosts and tests share. */
  get shared(): string {
    return this.#started().shared;
  }

  /** The root of the small disk, which hosts and tests share. */
  get smallDisk(): string {
    return join(this.#started().directory, "disk");
  }

  async start(): Promise<void> {
    this.#lab = await startLab(this.all, this.#options.smallDisk);
    await Promise.all(this.all.map((host) => host.reboot()));
  }

  /** Ends what runs on the hosts and removes all that this made: files, mounts and namespaces. */
  async stop(): Promise<void> {
    await this.#lab?.stop();
    this.#lab = undefined;
  }

  /** Switches every host off and on: nothing is left of what was done there, except files. */
  async reboot(): Promise<void> {
    await Promise.all(this.all.map((host) => host.reboot()));
  }

  /**
   * An area that no host keeps yet, in the shared folder unless said. Commands in it are for `Host.megatest` to run: those of the area itself
   * run on the machine, which is none of the hosts.
   */
  area(files: Readonly<Record<string, string>> = {}, folder = this.shared): TestArea {
    const config = standardConfig().replace(/\[server\]\nhomehost .*\n/, "");
    return new TestArea({ "megatest.config": config, ...files }, folder);
  }

  #started(): Lab {
    if (this.#lab === undefined) throw new Error("the hosts are not started");
    return this.#lab;
  }

  #host(index: number): Host {
    const host = this.all[index];
    if (host === undefined) throw new Error(`there are only ${this.all.length} hosts`);
    return host;
  }
}

/** Hosts for as long as the caller does not stop them, which belongs into a `finally`. */
export async function startHosts(options: HostsOptions = {}): Promise<Hosts> {
  const hosts = new Hosts(options);
  try {
    await hosts.start();
  } catch (error) {
    await hosts.stop();
    throw error;
  }
  return hosts;
}

/**
 * Tests that share hosts; each finds them newly booted. Where the machine cannot have hosts they are skipped, and the title says what is missing;
 * with CI set they fail instead.
 */
export function describeHosts(title: string, define: (hosts: Hosts) => void, options: HostsOptions = {}): void {
  const missing = missingForHosts();
  describe.skipIf(missing !== undefined && !process.env["CI"])(missing === undefined ? title : `${title} (${missing})`, () => {
    const hosts = new Hosts(options);
    let used = false;
    beforeAll(async () => {
      if (missing !== undefined) throw new Error(missing);
      await hosts.start();
    });
    beforeEach(async () => {
      if (used) await hosts.reboot();
      used = true;
    });
    afterAll(() => hosts.stop());
    define(hosts);
  });
}
