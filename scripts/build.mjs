// Bundles the commands into dist/: one entry per command, and chunks that a command loads when it needs them; and the dashboard into dist/ui/.
// Native modules stay in node_modules.
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build as bundle } from "esbuild";
import { buildCopy, buildUi } from "./build-ui.mjs";
import { directImports } from "./direct-imports.mjs";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const oneHour = 3_600_000;

/** A file of `src/cli` for each `dist/<command>.js`. */
const commands = {
  megatest: "main.ts",
  logpro: "logpro.ts",
  spawner: "spawner.ts",
  pusher: "pusher.ts",
  queries: "queries.ts",
  "log-search": "log-search.ts",
  "job-keeper": "job-keeper.ts",
};

/** Writes `dist/`. Prints what esbuild complains of and throws when something cannot be bundled. */
export async function build() {
  const { outputFiles } = await bundle({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(Object.entries(commands).map(([command, file]) => [command, `src/cli/${file}`])),
    outdir: dist,
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    target: "node20.19",
    chunkNames: "chunks/[name]-[hash]",
    external: ["better-sqlite3"],
    plugins: [directImports],
    sourcemap: true,
    minifySyntax: true,
    define: { MEGATEST_BUILD: JSON.stringify(sourceHash()) },
    write: false,
  });
  replace(
    join(dist, "chunks"),
    outputFiles.sort((a, b) => b.path.length - a.path.length),
  );
  replace(join(dist, "ui/assets"), await buildUi(root));
  replace(join(dist, "copy/assets"), await buildCopy(root));
}

/** Writes files in order, chunks before what loads them, and each at once: who starts meanwhile finds either the old or the new program. */
function replace(chunks, files) {
  mkdirSync(chunks, { recursive: true });
  for (const { path, contents } of files) {
    writeFileSync(`${path}.new`, contents);
    renameSync(`${path}.new`, path);
  }
  removeOldChunks(chunks, new Set(files.map(({ path }) => basename(path))));
}

/** 40 hex digits that tell builds of different sources apart; `megatest -version` shows the first of them. */
function sourceHash() {
  const hash = createHash("sha256");
  for (const path of readdirSync(join(root, "src"), { recursive: true }).sort()) {
    if (path.endsWith(".ts") && !path.endsWith(".test.ts")) hash.update(path).update(readFileSync(join(root, "src", path)));
  }
  return hash.digest("hex").slice(0, 40);
}

/** A process that runs the program of a while ago may still load chunks of it. */
function removeOldChunks(chunks, current) {
  for (const name of readdirSync(chunks)) {
    const path = join(chunks, name);
    if (!current.has(name) && Date.now() - statSync(path).mtimeMs > oneHour) rmSync(path);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await build();
