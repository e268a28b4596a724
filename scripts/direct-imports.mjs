// A folder of src/ is imported by its index.ts. To the bundler that means: whoever imports one thing of a folder may need all of it. This plugin lets
// each import name the file that has the thing, so that a command loads what it needs and no more.
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

const importOfIndex = /^import \{([^}]*)\} from "([^"]+\/index\.js)";$/gm;
const reExport = /^export \{([^}]*)\} from "([^"]+)";$/gm;
const reExportOfAll = /^export \* from "([^"]+)";$/gm;
const ownExport = /^export (?:async |abstract )*(?:function\*?|const|let|class) (\w+)/gm;

/** @type {import("esbuild").Plugin} */
export const directImports = {
  name: "direct-imports",
  setup(build) {
    const exportsOf = memoized((index) => new Map(exportedBy(index)));
    build.onLoad({ filter: /\/src\/.*\.ts$/ }, ({ path }) => {
      const contents = readFileSync(path, "utf8").replace(importOfIndex, (statement, names, from) => {
        const index = join(dirname(path), from.replace(/\.js$/, ".ts"));
        return existsSync(index) ? directly(path, listed(names), index, exportsOf(index)) : statement;
      });
      return { contents, loader: "ts" };
    });
  },
};

/** One import for each name; in one line, so that lines keep their numbers. */
function directly(path, names, index, files) {
  return names
    .map((name) => {
      const file = files.get(name.split(" as ")[0].trim()) ?? index;
      const from = relative(dirname(path), file).replace(/\.ts$/, ".js");
      return `import { ${name} } from "${from.startsWith(".") ? from : `./${from}`}";`;
    })
    .join(" ");
}

/** Name and file of everything that an index.ts hands on. */
function* exportedBy(index) {
  const text = readFileSync(index, "utf8");
  const file = (from) => join(dirname(index), from.replace(/\.js$/, ".ts"));
  for (const [, names, from] of text.matchAll(reExport)) for (const name of listed(names)) if (!name.includes(" as ")) yield [name, file(from)];
  for (const [, from] of text.matchAll(reExportOfAll)) {
    for (const [, name] of readFileSync(file(from), "utf8").matchAll(ownExport)) yield [name, file(from)];
  }
}

/** The names of a list, without types: those are gone in JavaScript. */
const listed = (names) =>
  names
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "" && !name.startsWith("type "));

function memoized(work) {
  const results = new Map();
  return (key) => {
    if (!results.has(key)) results.set(key, work(key));
    return results.get(key);
  };
}
