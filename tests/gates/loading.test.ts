import { join } from "node:path";
import { build, type Metafile } from "esbuild";
import { describe, expect, it } from "vitest";
import { directImports } from "../../scripts/direct-imports.mjs";

const root = join(import.meta.dirname, "../..");

/** The sources that are loaded together with one, without those that it loads later by itself. */
async function loadedWith(source: string): Promise<Set<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["src/cli/main.ts"],
    outdir: "/nowhere",
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "node",
    external: ["better-sqlite3"],
    plugins: [directImports],
    metafile: true,
    write: false,
  });
  const entry = Object.keys(metafile.outputs).find((name) => metafile.outputs[name]?.entryPoint === source);
  return new Set(sourcesOf(metafile, entry ?? ""));
}

function sourcesOf({ outputs }: Metafile, entry: string): string[] {
  const loaded = new Set<string>();
  const load = (name: string): void => {
    const output = outputs[name];
    if (output === undefined || loaded.has(name)) return;
    loaded.add(name);
    for (const { path, kind } of output.imports) if (kind === "import-statement") load(path);
  };
  load(entry);
  return [...loaded].flatMap((name) => Object.keys(outputs[name]?.inputs ?? {}));
}

const folders = (sources: ReadonlySet<string>) => new Set([...sources].flatMap((source) => /^src\/([^/]+)\//.exec(source)?.[1] ?? []));

describe("start-up", () => {
  it("a command in a test loads the records only when it knows where they are, and never what plans and runs", async () => {
    const loaded = folders(await loadedWith("src/cli/commands/in-test.ts"));
    expect([...loaded].sort()).toEqual(["area", "base", "cli", "config", "homehost", "launch", "sys"]);
  });

  it("the way over the network loads no SQLite, the way to this host no network", async () => {
    expect([...folders(await loadedWith("src/rpc/index.ts"))].sort()).toEqual(["base", "rpc", "sys"]);
    expect([...folders(await loadedWith("src/cli/local-records.ts"))]).not.toContain("rpc");
  });
});
