import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { acts } from "./act/catalog.js";
import { queries } from "./queries/catalog.js";

it("06 § 19: the interface is documented: docs/dashboard.md names everything that can be asked and changed, and nothing else", () => {
  const text = readFileSync(join(import.meta.dirname, "../../docs/dashboard.md"), "utf8");
  const rows = text
    .slice(text.indexOf("| GET |"))
    .split("\n")
    .flatMap((line) => /^\| (`.*?) \|/.exec(line)?.[1] ?? []);
  const named = rows.flatMap((row) => [...row.matchAll(/`([^`]+)`/g)].map(([, name]) => name));
  const streams = ["events", "changes"];
  expect(named.sort()).toEqual([...Object.keys(queries), ...Object.keys(acts), ...streams].sort());
});
