import { onTestFinished } from "vitest";
import { describeRecords } from "../../tests/kit/conformance/index.js";
import { temporaryArea } from "../../tests/kit/temporary-area.js";

describeRecords("SQLite records", async () => {
  const records = temporaryArea().open();
  onTestFinished(() => records.close());
  return records;
});
