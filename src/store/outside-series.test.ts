import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { type TemporaryArea, temporaryArea } from "../../tests/kit/temporary-area.js";
import { readOutsideSeries } from "./outside-series.js";

let area: TemporaryArea;
let file: string;

beforeEach(() => {
  area = temporaryArea();
  file = join(area.toppath, "licences.db");
  area.execute(
    file,
    `CREATE TABLE samples (at INTEGER, feature TEXT, used);
     INSERT INTO samples VALUES (90, 'vcs', 1), (80, 'vcs', 9), (100, 'vcs', 2), (150, 'vcs', 'many'), (200, 'vcs', 3.5), (201, 'vcs', 4), (120, 'dc', 8)`,
  );
});

const place = () => ({ file, table: "samples", timefield: "at", varfield: "feature", valfield: "used" });

describe("06 § 11.3: curves of another database", () => {
  it("has the values within the span, and the last one before it", () => {
    expect(readOutsideSeries(place(), { name: "vcs", from: 100, until: 200 })).toEqual([
      [90, 1],
      [100, 2],
      [200, 3.5],
    ]);
    expect(readOutsideSeries(place(), { name: "gone", from: 100, until: 200 })).toEqual([]);
  });

  it("takes nothing but plain names for tables and columns", () => {
    for (const wrong of ['samples"; DROP TABLE samples; --', "a b", "", "sqlite_master where 1=1"]) {
      expect(() => readOutsideSeries({ ...place(), table: wrong }, { name: "vcs", from: 0, until: 1 })).toThrow(/no name of a table or column/);
      expect(() => readOutsideSeries({ ...place(), valfield: wrong }, { name: "vcs", from: 0, until: 1 })).toThrow(/no name of a table or column/);
    }
    expect(area.query(file, "SELECT count(*) AS n FROM samples")).toEqual([{ n: 7 }]);
  });

  it("says which file cannot be read, and makes none", () => {
    expect(() => readOutsideSeries({ ...place(), file: `${file}x` }, { name: "vcs", from: 0, until: 1 })).toThrow(/licences\.dbx/);
  });
});
