import { type ChildProcess, spawn } from "node:child_process";
import { join, resolve } from "node:path";
import { cleanEnv, type TestArea } from "./area.js";
import { bearer, send, type WebReply } from "./web.js";

const bin = resolve(import.meta.dirname, "../../bin");

/** A real `dashboard` of an area. */
export class TestDashboard {
  /** What it has written so far. */
  stdout = "";
  stderr = "";
  readonly child: ChildProcess;
  /** Its exit code. */
  readonly ended: Promise<number | null>;

  constructor(area: TestArea, args: readonly string[] = ["-no-browser"], env: Record<string, string> = {}) {
    const inherited = cleanEnv({ HOME: area.path, DISPLAY: "", WAYLAND_DISPLAY: "", ...env });
    this.child = spawn(join(bin, "dashboard"), args, { cwd: area.path, env: inherited, stdio: ["ignore", "pipe", "pipe"] });
    this.child.stdout?.on("data", (part) => {
      this.stdout += part;
    });
    this.child.stderr?.on("data", (part) => {
      this.stderr += part;
    });
    this.ended = new Promise((done) => this.child.once("close", (code) => done(code)));
  }

  /** When it has said where it is. */
  async ready(): Promise<this> {
    const line = new Promise<void>((done) => this.child.stdout?.on("data", () => this.stdout.includes("\n") && done()));
    await Promise.race([line, this.ended]);
    if (!this.stdout.startsWith("Dashboard: ")) throw new Error(`the dashboard did not start: ${this.stdout}${this.stderr}`);
    return this;
  }

  get url(): URL {
    return new URL(this.stdout.split(" ")[1]?.trim() ?? "");
  }

  get port(): number {
    return Number(this.url.port);
  }

  get token(): string {
    return new URLSearchParams(this.url.hash.slice(1)).get("token") ?? "";
  }

  /** GET below `/api/v1/`, with its own token unless another is given. */
  ask(path: string, token = this.token): Promise<WebReply> {
    return send(this.port, `/api/v1/${path}`, { headers: bearer(token) });
  }

  act(method: string, path: string, body: unknown, token = this.token, headers: Record<string, string> = {}): Promise<WebReply> {
    const all = { ...bearer(token), "content-type": "application/json", ...headers };
    return send(this.port, `/api/v1/${path}`, { method, headers: all, body: JSON.stringify(body) });
  }

  /** Ends it; its exit code. */
  stop(signal: NodeJS.Signals = "SIGTERM"): Promise<number | null> {
    this.child.kill(signal);
    return this.ended;
  }
}

/** Starts dashboards that are ended after each test. */
export function dashboardMaker(afterEach: (cleanUp: () => Promise<void>) => void) {
  const started: TestDashboard[] = [];
  afterEach(async () => {
    await Promise.all(started.splice(0).map((one) => one.stop()));
  });
  return (...options: ConstructorParameters<typeof TestDashboard>): TestDashboard => {
    const made = new TestDashboard(...options);
    started.push(made);
    return made;
  };
}
