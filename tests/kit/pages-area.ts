import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { setUpArea } from "../../src/area/index.js";
import { silentLog } from "../../src/base/index.js";
import type { TestName } from "../../src/model/index.js";
import type { LocalRecords } from "../../src/store/index.js";
import type { Level } from "../../src/view/index.js";
import { Reader } from "../../src/web/index.js";
import type { Query } from "../../src/web/queries/query.js";
import { type TemporaryArea, temporaryArea } from "./temporary-area.js";

/** An area with configuration and records, and a reader of it, as queries of pages need it. */
export interface PagesArea {
  readonly area: TemporaryArea;
  readonly records: LocalRecords;
  readonly reader: Reader;
  /** Writes files of the area. */
  write(files: Readonly<Record<string, string>>): void;
  /** A run of target `x/1` with tests by name, `test` or `test/item`, and their verdicts; ids by name. */
  run(runname: string, verdicts: Readonly<Record<string, string>>, target?: readonly string[]): Promise<ReadonlyMap<string, number>>;
  ask<R>(query: Query<R>, given: Readonly<Record<string, string>>, level?: Level): Promise<R>;
}

const config = "[fields]\nSYS TEXT\nRELEASE TEXT\n[setup]\nlinktree links\n";

/** @param files of the area, by their path */
export function pagesArea(files: Readonly<Record<string, string>> = {}): PagesArea {
  const area = temporaryArea();
  const write = (texts: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(texts)) {
      const file = join(area.toppath, name);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, text);
    }
  };
  write({ "megatest.config": config, "runconfigs.config": "[default]\n", "tests/.keep": "", ...files });
  const records = area.open();
  const read = area.open({ readOnly: true });
  onTestFinished(async () => {
    await read.close();
    await records.close();
  });
  const setUp = setUpArea({ env: {}, cwd: area.toppath, log: silentLog });
  const reader = new Reader({
    ...{
      area: setUp,
      records: read,
      version: "1",
      fullDb: false,
      readOnlyBecause: "",
      first: { rows: 1, cols: 1 },
      searchProgram: "",
      log: silentLog,
    },
  });
  return {
    ...{ area, records, reader, write },
    run: async (runname, verdicts, target = ["x", "1"]) => {
      const id = await records.registerRun({ target, runname, owner: "ann" });
      const tests = await records.registerTests(id, Object.keys(verdicts).map(nameOf));
      for (const [index, verdict] of Object.values(verdicts).entries()) {
        const [state = "", ...status] = verdict.split("/");
        await records.setVerdict(tests[index]?.id ?? 0, { state, status: status.join("/") });
      }
      return new Map(Object.keys(verdicts).map((name, index) => [name, tests[index]?.id ?? 0]));
    },
    ask: (query, given, level = "view") => query.answer(reader, given, { level, signal: new AbortController().signal }),
  };
}

function nameOf(text: string): TestName {
  const [testname = "", ...item] = text.split("/");
  return { testname, item_path: item.join("/") };
}
