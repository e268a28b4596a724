// Which folder of src/ may import which: the table of the design, and the rules around it. A folder is a module:
// from outside only its index.ts may be imported.

const everythingBelow = ["base", "model", "sys", "scheme", "config", "logpro", "area", "store", "rpc", "plan", "launch", "execute"];
const everythingAbove = [...everythingBelow, "schedule", "history", "homehost", "merged", "report", "mtutil"];

const mayImport = {
  base: [],
  model: ["base"],
  sys: ["base"],
  scheme: ["base"],
  config: ["base", "model", "scheme", "sys"],
  logpro: ["base", "scheme"],
  area: ["base", "model", "config", "sys"],
  store: ["base", "model", "area", "sys"],
  rpc: ["base", "model", "area", "store", "sys"],
  plan: ["base", "model"],
  launch: ["base", "model", "config", "area", "store", "sys"],
  execute: ["base", "model", "config", "logpro", "area", "store", "rpc", "launch", "sys"],
  schedule: everythingBelow,
  history: ["base", "model", "config", "area", "store", "rpc", "sys"],
  homehost: ["base", "model", "config", "area", "store", "rpc", "sys"],
  merged: ["base", "model", "config", "area", "store", "sys"],
  report: ["base", "model", "area", "store"],
  mtutil: ["base", "model", "scheme", "sys", "config", "area", "store"],
  view: ["base", "model"],
  web: [...everythingAbove, "view"],
  server: [...everythingAbove, "view", "web"],
  cli: [...everythingAbove, "view", "web", "server"],
};

const folders = Object.keys(mayImport).join("|");
const test = "\\.test\\.ts$";

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(([folder, allowed]) => ({
      name: `${folder}-imports`,
      severity: "error",
      comment: allowed.length > 0 ? `src/${folder} may import ${allowed.join(", ")}` : `src/${folder} may import no other folder`,
      from: { path: `^src/${folder}/` },
      to: { path: "^src/", pathNot: `^src/(${[folder, ...allowed].join("|")})/` },
    })),
    {
      name: "folder-in-table",
      severity: "error",
      comment: "a new folder of src/ needs a line in the table above",
      from: { path: "^src/", pathNot: `^src/(${folders})/` },
      to: {},
    },
    {
      name: "only-index",
      severity: "error",
      comment: "a folder is a module: import its index.ts",
      from: { path: "^src/([^/]+)/" },
      to: { path: "^src/", pathNot: ["^src/$1/", "^src/[^/]+/index\\.ts$"] },
    },
    {
      name: "dashboard-imports",
      severity: "error",
      comment: "the application in the browser shares base, model and view with the rest, by their index.ts",
      from: { path: "^dashboard/" },
      to: { path: "^src/", pathNot: "^src/(base|model|view)/index\\.ts$" },
    },
    {
      name: "no-node-in-dashboard",
      severity: "error",
      from: { path: "^dashboard/", pathNot: test },
      to: { dependencyTypes: ["core"] },
    },
    { name: "no-dashboard-in-src", severity: "error", from: { path: "^src/" }, to: { path: "^dashboard/" } },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "sqlite-only-in-store",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/store/" },
      to: { path: "(^|/)better-sqlite3(/|$)" },
    },
    {
      name: "child-process-only-in-sys",
      severity: "error",
      from: { path: "^src/", pathNot: "^src/sys/" },
      to: { path: "^(node:)?child_process$" },
    },
    {
      name: "no-tests-in-product",
      severity: "error",
      from: { path: "^(src|dashboard)/", pathNot: test },
      to: { path: ["^(tests|bench|scripts)/", test] },
    },
    {
      name: "no-development-packages-in-product",
      severity: "error",
      from: { path: "^(src|dashboard)/", pathNot: test },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only"] },
    },
    {
      name: "small-zod",
      severity: "error",
      comment: 'every command pays for what it loads: `import * as z from "zod/mini"` is a twentieth of "zod"',
      from: { path: "^src/", pathNot: test },
      to: { path: "node_modules/zod/", pathNot: "node_modules/zod/(v4/)?mini/" },
    },
    { name: "everything-resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default", "types"] },
  },
};
