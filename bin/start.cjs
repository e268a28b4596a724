"use strict";
const { existsSync } = require("node:fs");
const { resolve } = require("node:path");
const { pathToFileURL } = require("node:url");

/** Loads the bundle `dist/<name>.js` of this checkout, or says how to make it. */
exports.start = (name) => {
  const bundle = resolve(__dirname, `../dist/${name}.js`);
  if (existsSync(bundle)) return import(pathToFileURL(bundle).href);
  process.stderr.write(`ERROR: ${name} is not built yet. Build it with: cd '${resolve(__dirname, "..")}' && npm run setup\n`);
  process.exitCode = 1;
};
