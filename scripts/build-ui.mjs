// Bundles dashboard/ into dist/ui/: index.html, and under assets/ what it loads, with a hash of the content in each name.
import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build as bundle } from "esbuild";
import { directImports } from "./direct-imports.mjs";

/**
 * Path and content of each file of the application, index.html last.
 *
 * @param root of the checkout
 */
export async function buildUi(root) {
  const ui = join(root, "dist/ui");
  const { outputFiles, metafile } = await bundle({
    ...common(root),
    entryPoints: { main: "dashboard/main.tsx", styles: "styles-of-all-views" },
    outdir: join(ui, "assets"),
    splitting: true,
    format: "esm",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    plugins: [oneStyleSheet(root)],
    metafile: true,
  });
  const outputs = Object.keys(metafile.outputs).map((path) => basename(path));
  const named = (pattern) => outputs.find((name) => pattern.test(name));
  const page = readFileSync(join(root, "dashboard/index.html"), "utf8")
    .replace("SCRIPT", named(/^main-.*\.js$/))
    .replace("STYLES", named(/^styles-.*\.css$/));
  return [...outputFiles, { path: join(ui, "index.html"), contents: page }];
}

/**
 * The same for static copies, which are opened from disk: there are no modules there, so all is in classic scripts; and their names stay the same.
 * `copy.js` answers what the server answers elsewhere.
 *
 * @param root of the checkout
 */
export async function buildCopy(root) {
  const copy = join(root, "dist/copy");
  const { outputFiles } = await bundle({
    ...common(root),
    entryPoints: { application: "dashboard/main.tsx", copy: "src/web/copy/in-browser.ts", styles: "styles-of-all-views" },
    outdir: join(copy, "assets"),
    format: "iife",
    // From disk no worker can be started: an empty address says so.
    define: { ...common(root).define, "import.meta.url": '""' },
    plugins: [oneStyleSheet(root), turnsInBrowser, directImports],
  });
  return [...outputFiles, { path: join(copy, "index.html"), contents: readFileSync(join(root, "dashboard/copy.html"), "utf8") }];
}

function common(root) {
  return {
    absWorkingDir: root,
    bundle: true,
    platform: "browser",
    target: ["chrome120", "firefox121", "safari17"],
    jsx: "automatic",
    jsxImportSource: "preact",
    define: { "process.env.NODE_ENV": '"production"' },
    minify: true,
    legalComments: "none",
    write: false,
  };
}

/** Long work lets others have their turn; in a browser that has another name. */
const turnsInBrowser = {
  name: "turns-in-browser",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:timers\/promises$/ }, ({ path }) => ({ path, namespace: "turns" }));
    onLoad({ filter: /./, namespace: "turns" }, () => ({
      contents: "export const setImmediate = () => new Promise((done) => setTimeout(done, 0));",
    }));
  },
};

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
