import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { removeArea, standardConfig, TestArea } from "../kit/area.js";

const page = resolve(import.meta.dirname, "../../docs/keeping-an-area-fast.md");

/** A command of the page, and what it prints. */
interface Command {
  readonly line: number;
  readonly text: string;
  readonly output: string;
}

/** `$ ` begins a command, `> ` goes on with it; the rest is what it prints. */
function commandsOf(text: string): Command[] {
  const commands: { line: number; text: string; output: string }[] = [];
  let inside = false;
  for (const [index, line] of text.split("\n").entries()) {
    const last = commands.at(-1);
    if (line.startsWith("```")) inside = line === "```console";
    else if (inside && line.startsWith("$ ")) commands.push({ line: index + 1, text: line.slice(2), output: "" });
    else if (inside && last !== undefined && line.startsWith("> ")) last.text += `\n${line.slice(2)}`;
    else if (inside && last !== undefined) last.output += `${line}\n`;
  }
  return commands;
}

const day = 86_400;

/** As the page supposes it: nightly runs of some age, and a locked one. */
async function proj(folder: string): Promise<TestArea> {
  const config = standardConfig().replace("SYS TEXT", "SYSTEM TEXT");
  const area = new TestArea({ "megatest.config": config, "tests/lint/testconfig": "[ezsteps]\ns true\n[items]\nN 1 2\n" }, folder);
  const runs = { ww01: 200, "1.0": 150, ww02: 100, ww40: 5 };
  for (const [runname, days] of Object.entries(runs)) {
    const target = ["-target", runname === "1.0" ? "ubuntu/release" : "ubuntu/nightly", "-runname", runname];
    const { code, stderr } = await area.megatest(["-run", ...target, "-run-wait"]);
    expect(code, stderr).toBe(0);
    if (runname === "1.0") await area.megatest(["-lock", ...target]);
    area.queryLive(`UPDATE runs SET event_time = event_time - ${days * day} WHERE runname = '${runname}' RETURNING id`);
    const ofRun = `run_id = (SELECT id FROM runs WHERE runname = '${runname}')`;
    area.queryLive(`UPDATE tests SET event_time = event_time - ${days * day} WHERE ${ofRun} RETURNING id`);
  }
  return area;
}

/** Sizes differ from day to day. */
const steady = (text: string) => text.replace(/about \d+ KiB/, "about N KiB");

it("the commands of docs/keeping-an-area-fast.md do what the page says", async () => {
  const folder = mkdtempSync(join(tmpdir(), "years-"));
  const area = await proj(folder);
  onTestFinished(() => {
    area.remove();
    removeArea(join(folder, "proj-attic"));
    rmSync(folder, { recursive: true, force: true });
  });
  const commands = commandsOf(readFileSync(page, "utf8"));
  expect(commands.length).toBeGreaterThan(10);
  for (const { line, text, output } of commands) {
    const { code, stdout, stderr } = await area.sh(text);
    const printed = `${stdout}${stderr}`
      .replaceAll(area.path, "/home/ann/proj")
      .replaceAll(folder, "/home/ann")
      .replaceAll(basename(area.path), "proj");
    expect({ line, text, printed: steady(printed), isDone: code === 0 || code === 2 }).toEqual({ line, text, printed: steady(output), isDone: true });
  }
});
