// Bundles dashboard/ into dist/ui/: index.html, and under assets/ what it loads, with a hash of the content in each name.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build as bundle } from "esbuild";

/**
 * Path and content of each file of the application, index.html last.
 *
 * @param root of the checkout
 */
export async function buildUi(root) {
  const ui = join(root, "dist/ui");
  const { outputFiles, metafile } = await bundle({
    absWorkingDir: root,
    entryPoints: { main: "dashboard/main.tsx", styles: "styles-of-all-views" },
    outdir: join(ui, "assets"),
    bundle: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: ["chrome120", "firefox121", "safari17"],
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [oneStyleSheet(root)],
    minify: true,
    legalComments: "none",
    metafile: true,
    write: false,
  });
  const outputs = Object.keys(metafile.outputs).map((path) => basename(path));
  const named = (pattern) => outputs.find((name) => pattern.test(name));
  const page = readFileSync(join(root, "dashboard/index.html"), "utf8")
    .replace("SCRIPT", named(/^main-.*\.js$/))
    .replace("STYLES", named(/^styles-.*\.css$/));
  return [...outputFiles, { path: join(ui, "index.html"), contents: page }];
}

/** Every style sheet of dashboard/ in one, general ones first: views that are loaded later then need no style sheet of their own. */
function oneStyleSheet(root) {
  const folders = ["styles", "parts", "app", "acting", "views"];
  return {
    name: "one-style-sheet",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^styles-of-all-views$/ }, ({ path }) => ({ path, namespace: "styles" }));
      onLoad({ filter: /./, namespace: "styles" }, () => {
        const sheets = folders.flatMap((folder) =>
          readdirSync(join(root, "dashboard", folder), { recursive: true })
            .filter((path) => path.endsWith(".css"))
            .sort()
            .map((path) => `@import "./${folder}/${path}";`),
        );
        return { contents: sheets.join("\n"), loader: "css", resolveDir: join(root, "dashboard") };
      });
      onResolve({ filter: /\.css$/ }, ({ kind }) => (kind === "import-statement" ? { path: "empty", namespace: "in-the-one-sheet" } : undefined));
      onLoad({ filter: /./, namespace: "in-the-one-sheet" }, () => ({ contents: "" }));
    },
  };
}
