import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles a program of this folder into one file, so that many of it start quickly; the words of the command that runs it. */
export async function bundled(name: string, directory: string): Promise<string[]> {
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const outfile = join(directory, `${name}.cjs`);
  await build({ entryPoints: [here(`${name}.ts`)], outfile, bundle: true, platform: "node", format: "cjs", external: ["better-sqlite3"] });
  return ["env", `NODE_PATH=${here("../../node_modules")}`, process.execPath, outfile];
}
