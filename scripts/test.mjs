// `npm test [-- VITEST ARGUMENTS]`: everything that must hold. Lint, types and the other gates are tests too (tests/gates).
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { root, runAsCommand, setup } from "./setup.mjs";

await runAsCommand(async () => {
  await setup();
  const { status } = spawnSync(join(root, "node_modules/.bin/vitest"), ["run", ...process.argv.slice(2)], { cwd: root, stdio: "inherit" });
  process.exitCode = status ?? 1;
});
