// Makes a checkout ready to use: installs dependencies and builds, each only when needed.
// Runs before anything is installed, so it imports nothing but Node.
import { spawn, spawnSync } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..");

/** Something that the user must mend; the message says how. */
class SetupError extends Error {}

/** Dependencies installed, native module usable, dist/ current. @throws SetupError */
export async function setup() {
  checkNode();
  if (!dependenciesAreCurrent()) {
    // Not `npm ci`: it refuses a lock file that lacks optional packages of other platforms, as registries without them leave it.
    await step("Installing dependencies (compiles SQLite, takes minutes the first time)", () =>
      npm("install", "--no-save", "--include=dev", "--loglevel=error"),
    );
  }
  if (!sqliteLoads()) {
    await step("Compiling SQLite for this version of Node", () => npm("rebuild", "better-sqlite3", "--foreground-scripts"));
    if (!sqliteLoads()) throw new SetupError(`better-sqlite3 cannot be loaded.\n${buildTools()}`);
  }
  if (!distIsCurrent()) {
    await step("Building", buildDist);
  }
}

/** Runs `main`; a SetupError ends the process with its message and exit code 1. */
export async function runAsCommand(main) {
  try {
    await main();
  } catch (error) {
    if (!(error instanceof SetupError)) throw error;
    process.stderr.write(`ERROR: ${error.message}\n`);
    process.exitCode = 1;
  }
}

function checkNode() {
  const { engines } = readJson("package.json");
  const [wanted, found] = [engines.node.replace(">=", ""), process.versions.node].map((version) => version.split(".").map(Number));
  if (found[0] > wanted[0] || (found[0] === wanted[0] && found[1] >= wanted[1])) return;
  throw new SetupError(`This is Node ${process.versions.node}; Node ${engines.node} is needed.`);
}

/** npm records in node_modules what it installed: compares that with the lock file. */
function dependenciesAreCurrent() {
  let installed;
  try {
    installed = readJson("node_modules/.package-lock.json").packages;
  } catch {
    return false;
  }
  return Object.entries(readJson("package-lock.json").packages).every(
    ([path, { version, optional, peer }]) => path === "" || optional || peer || installed[path]?.version === version,
  );
}

/** False also when it was compiled for another version of Node, or never. */
function sqliteLoads() {
  try {
    const Database = createRequire(join(root, "package.json"))("better-sqlite3");
    new Database(":memory:").close();
    return true;
  } catch {
    return false;
  }
}

async function buildDist() {
  const { build } = await import("./build.mjs");
  try {
    await build();
  } catch (error) {
    if (!("errors" in error)) throw error;
    throw new SetupError("The sources cannot be bundled; the messages above say why.");
  }
}

function distIsCurrent() {
  // The last file that a build writes.
  const built = modified("dist/ui/index.html");
  const sources = ["src", "dashboard", "scripts"].flatMap((folder) => [
    folder,
    ...readdirSync(join(root, folder), { recursive: true }).map((path) => join(folder, path)),
  ]);
  return [...sources, "package-lock.json"].every((path) => modified(path) < built);
}

/** Time of the last change in ms, 0 for a missing file. */
function modified(path) {
  return statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function readJson(path) {
  return JSON.parse(readFileSync(join(root, path), "utf8"));
}

/** Says what is being done and how long it took; counts the seconds on a terminal. */
async function step(title, work) {
  const start = Date.now();
  const seconds = () => `${((Date.now() - start) / 1000).toFixed(1)} s`;
  const terminal = process.stderr.isTTY;
  process.stderr.write(`${title} …${terminal ? "" : "\n"}`);
  const ticking = terminal ? setInterval(() => process.stderr.write(`\r${title} … ${seconds()} `), 1000) : undefined;
  try {
    await work();
    process.stderr.write(terminal ? `\r${title} … ${seconds()}\n` : `  done in ${seconds()}\n`);
  } catch (error) {
    if (terminal) process.stderr.write("\n");
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

/** Runs npm; its output is shown only when it fails. */
function npm(...args) {
  return new Promise((resolve, reject) => {
    const child = spawn("npm", args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    const collect = (data) => {
      output += data;
    };
    child.stdout.on("data", collect);
    child.stderr.on("data", collect);
    child.once("error", (error) => reject(new SetupError(`npm cannot be started: ${error.message}`)));
    child.once("close", (code) => {
      if (code === 0) return resolve();
      const lastLines = output.trimEnd().split("\n").slice(-30).join("\n");
      reject(new SetupError(`npm ${args[0]} failed (exit code ${code}):\n${lastLines}\n${buildTools()}`));
    });
  });
}

/** What compiling the native module needs, and which of it is missing. */
function buildTools() {
  const present = (program) => spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0;
  const missing = [];
  if (![process.env.CXX, "c++", "g++", "clang++"].some((compiler) => compiler && present(compiler))) missing.push("a C++ compiler");
  if (!present("make")) missing.push("make");
  if (!present("python3")) missing.push("python3");
  return missing.length === 0
    ? "SQLite is compiled from source: a C++ compiler, make and python3 are there; see the messages above."
    : `SQLite is compiled from source, and this is missing: ${missing.join(", ")}. On Debian: apt-get install g++ make python3`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await runAsCommand(setup);
