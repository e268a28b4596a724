// `npm run demo [-- TARGET]`: runs examples/regression once more and shows what came out.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { root, runAsCommand, setup } from "./setup.mjs";

const area = join(root, "examples/regression");
const colours = { PASS: 32, WARN: 33, FAIL: 31 };

await runAsCommand(async () => {
  await setup();
  const target = process.argv[2] ?? `${hasGcc() ? "gcc" : "cc"}/O2`;
  const runname = nextRunname();
  const command = ["-run", "-target", target, "-runname", runname];
  console.log(`\n$ cd ${here(area)}\n$ megatest ${command.join(" ")}`);
  const start = Date.now();
  const { status } = megatest(command, "inherit");
  process.exitCode = status ?? 1;
  const tests = testsOf(target, runname);
  if (tests.length === 0) return console.log("\nThe run left no results; the messages above say why.");
  showTests(tests);
  console.log(`\n${countByStatus(tests)} in ${((Date.now() - start) / 1000).toFixed(1)} s`);
  showWhereToLook(target, runname);
});

function hasGcc() {
  return spawnSync("gcc", ["--version"], { stdio: "ignore" }).status === 0;
}

function here(path) {
  return relative(process.cwd(), path) || ".";
}

/** Runs the built command in the area, as from a fresh shell. */
function megatest(args, stdout) {
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith("MT_")));
  return spawnSync(process.execPath, [join(root, "bin/megatest"), ...args], {
    cwd: area,
    env,
    stdio: ["ignore", stdout, "inherit"],
    encoding: "utf8",
    maxBuffer: 2 ** 28,
  });
}

/** `-list-runs` as data: target → run name → `{meta, data}`. */
function listRuns(pattern, ...args) {
  const { stdout, status } = megatest(["-list-runs", pattern, "-dumpmode", "json", ...args], "pipe");
  return status === 0 ? JSON.parse(stdout) : {};
}

/** demo1, demo2, …: one more than the highest so far. */
function nextRunname() {
  const names = Object.values(listRuns("demo%", "-fields", "runs:runname")).flatMap(Object.keys);
  return `demo${Math.max(0, ...names.map((name) => Number(name.replace("demo", "")) || 0)) + 1}`;
}

/** Records of a run in reading order. */
function testsOf(target, runname) {
  const tests = Object.values(listRuns(runname, "-target", target)[target]?.[runname]?.data ?? {});
  return tests.sort((a, b) => fullName(a).localeCompare(fullName(b), "en", { numeric: true }));
}

function fullName({ testname, item_path }) {
  return item_path === "" ? testname : `${testname}/${item_path}`;
}

function isRollUp(test, tests) {
  return test.item_path === "" && tests.some(({ testname, item_path }) => testname === test.testname && item_path !== "");
}

function showTests(tests) {
  const width = Math.max(...tests.map((test) => fullName(test).length));
  console.log(`\n${"Test".padEnd(width)}  Result  Seconds  Comment`);
  for (const test of tests) {
    const { state, status, run_duration, comment } = test;
    const result = (state === "COMPLETED" ? status : state).padEnd(7);
    const [seconds, note] = isRollUp(test, tests) ? ["", "all items"] : [run_duration, comment];
    console.log(`${fullName(test).padEnd(width)}  ${coloured(result, colours[status])} ${String(seconds).padStart(7)}  ${note ?? ""}`.trimEnd());
  }
}

function coloured(text, colour) {
  return process.stdout.isTTY && !process.env.NO_COLOR && colour ? `\x1b[${colour}m${text}\x1b[0m` : text;
}

/** For example "22 PASS, 1 WARN"; roll-ups are not counted. */
function countByStatus(tests) {
  const counts = new Map();
  for (const test of tests) if (!isRollUp(test, tests)) counts.set(test.status, (counts.get(test.status) ?? 0) + 1);
  return [...counts].map(([status, count]) => `${count} ${status}`).join(", ");
}

function showWhereToLook(target, runname) {
  const links = `lt/${target}/${runname}`;
  const report = join(area, links, "report/table.log");
  if (existsSync(report)) console.log(`\nWhat the benchmarks measured, from ${links}/report/table.log:\n\n${readFileSync(report, "utf8").trimEnd()}`);
  console.log(`
The files of each test are in ${links}/<test>/<item>, for example ${links}/lint/lint.html
(lint ends as WARN on purpose: its log rules find a known compiler warning).

Try next, in ${here(area)} with ${here(join(root, "bin"))} on your PATH:
  megatest -list-runs ${runname}
      the same results as text
  megatest -run -target ${target} -runname mine -testpatt bench/merge/%
      some tests, and what they wait for
  megatest -list-targets
      other compilers and optimisations
and read ${here(join(area, "README.md"))}: it says what each file of the suite shows, and how to break something.`);
}
