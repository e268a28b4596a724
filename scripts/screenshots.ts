// `npm run screenshots`: pictures of the dashboard for the manual, in docs/images/, made of the example area with a mistake put into its library.
import { appendFileSync, cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { TestArea } from "../tests/kit/area.js";
import { closeBrowser, openDashboard, type Preferences } from "../tests/kit/browser.js";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const images = join(root, "docs/images");
const wide = { width: 1280, height: 800 };
const phone = { width: 390, height: 780 };

const failed = "/ui/test/gcc/O3/nightly-4/search/interpolation/2";
const pictures: { readonly name: string; readonly path: string; readonly viewport: typeof wide; readonly theme: "light" | "dark" }[] = [
  { name: "runs", path: "/ui/runs", viewport: wide, theme: "light" },
  { name: "runs-dark", path: "/ui/runs", viewport: wide, theme: "dark" },
  { name: "run", path: "/ui/run/gcc/O3/nightly-4", viewport: wide, theme: "light" },
  { name: "test", path: failed, viewport: wide, theme: "light" },
  { name: "test-dark", path: failed, viewport: wide, theme: "dark" },
  { name: "test-phone", path: failed, viewport: phone, theme: "light" },
  { name: "log", path: "/ui/log/gcc/O3/nightly-4/lint?f=lint.log", viewport: wide, theme: "dark" },
  { name: "times", path: "/ui/run/gcc/O3/nightly-4?tab=times", viewport: wide, theme: "light" },
  { name: "graph", path: "/ui/run/gcc/O3/nightly-4?tab=graph", viewport: wide, theme: "light" },
  { name: "diff", path: "/ui/diff?src=gcc/O3/nightly-3&dst=gcc/O3/nightly-4", viewport: wide, theme: "light" },
  { name: "failures", path: "/ui/failures", viewport: wide, theme: "light" },
  { name: "launch", path: "/ui/launch", viewport: wide, theme: "light" },
];

/** The example with some nights of runs; on the fourth, interpolation search is broken. */
async function nights(): Promise<TestArea> {
  const area = new TestArea({});
  cpSync(join(root, "examples/regression"), area.path, { recursive: true, filter: (path) => !/\/(lt|work|logs|megatest\.db)$/.test(path) });
  mkdirSync(join(area.path, "work"));
  appendFileSync(join(area.path, "megatest.config"), "\n[setup]\ntestsuite regression\n");
  for (const night of [1, 2, 3, 4]) {
    if (night === 4) breakSearch(join(area.path, "src/searching.c"));
    for (const target of ["gcc/O0", "gcc/O2", "gcc/O3"]) {
      process.stderr.write(`nightly-${night} of ${target}\n`);
      await area.megatest(["-run", "-target", target, "-runname", `nightly-${night}`, "-testpatt", "%", "-run-wait"]);
    }
  }
  return area;
}

function breakSearch(file: string): void {
  const text = readFileSync(file, "utf8");
  const broken = text.replace("if (sorted[guess] == wanted) return guess;", "if (sorted[guess] == wanted) return guess + 1;");
  if (broken === text) throw new Error(`${file} is not what it was: nothing to break`);
  writeFileSync(file, broken);
}

mkdirSync(images, { recursive: true });
const area = await nights();
for (const { name, path, viewport, theme } of pictures) {
  const preferences: Preferences = { theme };
  const dashboard = await openDashboard(area, { path, viewport, preferences });
  await dashboard.page.waitForTimeout(3000);
  await dashboard.page.screenshot({ path: join(images, `${name}.png`) });
  await dashboard.close();
  process.stderr.write(`${name}.png\n`);
}
await closeBrowser();
area.remove();
