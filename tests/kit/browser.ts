import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join, resolve } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { cleanEnv, type TestArea } from "./area.js";

/** Chromium on the PATH; undefined when there is none. */
export const chromiumPath = ["chromium", "chromium-browser", "google-chrome"].map(onPath).find((path) => path !== undefined);

/** For the title of skipped tests. */
export const browserTitle = chromiumPath === undefined ? "the dashboard (needs Chromium: apt-get install chromium)" : "the dashboard";

/** Nothing that leaves the machine. */
export const browserFlags = [
  "--headless",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** What somebody prefers, as the application keeps it; see dashboard/app/settings.ts. */
export type Preferences = Readonly<Record<string, string | boolean>>;

export interface OpenOptions {
  /** From `/ui/` on. */
  readonly path?: string;
  /** Of bin/dashboard, besides `-no-browser`. */
  readonly args?: readonly string[];
  readonly viewport?: { readonly width: number; readonly height: number };
  readonly preferences?: Preferences;
}

/** A real dashboard of an area, and a real browser that looks at it. */
export interface OpenDashboard {
  readonly page: Page;
  /** For more tabs of the same browser; they are watched too. */
  readonly context: BrowserContext;
  /** `http://127.0.0.1:<port>` */
  readonly origin: string;
  readonly token: string;
  readonly process: ChildProcess;
  /** Every address that was asked for. */
  readonly requests: readonly string[];
  /** Loads a page of the application anew. */
  goto(path: string): Promise<void>;
  /** Ends browser window and dashboard. @throws Error when a page logged an error, or asked another host */
  close(): Promise<void>;
}

let browser: Promise<Browser> | undefined;

/** Starts `bin/dashboard` in an area and opens a page of it. */
export async function openDashboard(area: TestArea, options: OpenOptions = {}): Promise<OpenDashboard> {
  const { path = "/ui/summary", args = [], viewport = { width: 1280, height: 800 }, preferences = {} } = options;
  const server = await startDashboard(area, args);
  browser ??= chromium.launch({ executablePath: chromiumPath ?? "chromium", args: browserFlags });
  const context = await (await browser).newContext({ viewport, reducedMotion: "reduce" });
  const { requests, problems } = watch(context, server.origin);
  await context.addInitScript({ content: keepPreferences(preferences) });
  const page = await context.newPage();
  const goto = async (to: string) => {
    await page.goto(`${server.origin}${to}#token=${server.token}`);
    await page.locator("header").first().waitFor();
  };
  await goto(path);
  const close = async () => {
    await context.close();
    await end(server.process);
    if (problems.length > 0) throw new Error(`the page had problems:\n${problems.join("\n")}`);
  };
  return { ...server, page, context, requests, goto, close };
}

export async function closeBrowser(): Promise<void> {
  await (await browser)?.close();
  browser = undefined;
}

/** Opens dashboards that are closed after each test; the browser ends after all. */
export function dashboardOpener(
  afterEach: (cleanUp: () => Promise<void>) => void,
  afterAll: (cleanUp: () => Promise<void>) => void,
): typeof openDashboard {
  const open: OpenDashboard[] = [];
  afterEach(async () => {
    for (const dashboard of open.splice(0)) await dashboard.close();
  });
  afterAll(closeBrowser);
  return async (area, options) => {
    const dashboard = await openDashboard(area, options);
    open.push(dashboard);
    return dashboard;
  };
}

export interface Server {
  readonly process: ChildProcess;
  readonly origin: string;
  readonly token: string;
}

/** Starts `bin/dashboard -no-browser` and waits for its one line. */
export async function startDashboard(area: TestArea, args: readonly string[] = []): Promise<Server> {
  const program = resolve(import.meta.dirname, "../../bin/dashboard");
  const child = spawn(program, ["-no-browser", ...args], { cwd: area.path, env: cleanEnv(), stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stderr.on("data", (data: Buffer) => {
    output += data;
  });
  return new Promise((done, fail) => {
    child.stdout.on("data", (data: Buffer) => {
      output += data;
      const [, origin, token] = /Dashboard: (http:\/\/[^/]+)\/\S*#token=([\w-]+)/.exec(output) ?? [];
      if (origin !== undefined && token !== undefined) done({ process: child, origin, token });
    });
    child.once("exit", (code) => fail(new Error(`the dashboard ended with ${code} before it listened:\n${output}`)));
  });
}

/** Ends a dashboard and waits for that. */
export function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    server.once("exit", () => done());
    server.kill("SIGTERM");
  });
}

function watch(context: BrowserContext, origin: string) {
  const requests: string[] = [];
  const problems: string[] = [];
  context.on("request", (request) => {
    requests.push(request.url());
    if (!request.url().startsWith(`${origin}/`) && !request.url().startsWith("data:")) problems.push(`asked ${request.url()}`);
  });
  context.on("weberror", (error) => problems.push(`threw ${error.error().stack}`));
  context.on("console", (message) => {
    // The browser's own note of a refused or lost request is no error of the page: whether it deals with it is what tests look at.
    // So is its note of a script that a frame keeps from running.
    const isNote = /^(Failed to load resource: (net::|.*status of 4)|Blocked script execution in '.*' because .* is sandboxed)/.test(message.text());
    if (message.type() === "error" && !isNote) problems.push(`logged ${message.text()}`);
  });
  return { requests, problems };
}

/** Only at first: what is changed in the page then stays. A sandboxed frame has no storage. */
function keepPreferences(preferences: Preferences): string {
  const [key, value] = ["megatest.settings", JSON.stringify(preferences)].map((text) => JSON.stringify(text));
  return `if (location.protocol === "http:" && window.origin !== "null" && localStorage.getItem(${key}) === null) localStorage.setItem(${key}, ${value});`;
}

function onPath(name: string): string | undefined {
  const candidates = (process.env["PATH"] ?? "").split(delimiter).map((folder) => join(folder, name));
  return candidates.find((file) => {
    try {
      accessSync(file, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
