import { silentLog } from "../../src/base/index.js";
import { type OpenOptions, openRecords, type Records } from "../../src/store/index.js";

/** What a child process does with the records; see `store-children.ts`. Prints one number. */
async function main(): Promise<void> {
  const [job, number = "", optionsText = ""] = process.argv.slice(2);
  const options: Omit<OpenOptions, "log"> = JSON.parse(optionsText);
  const records = openRecords({ ...options, log: silentLog });
  process.stdout.write(`${await (job === "work" ? jobs.work(records, Number(number)) : jobs.sync(records))}\n`);
  await records.close();
}

const nothing = { expected: null, tol: null, units: null, comment: "", status: null, type: null };

const jobs = {
  /** Writes to every item, claims what it can get, and ends its own; the number of items it got. */
  async work(records: Records, number: number): Promise<number> {
    const [run] = await records.runs({});
    const owner = { host: "host", pid: number, started: 1 };
    let claims = 0;
    for (const test of await records.tests(run?.id ?? -1, { testpatt: "a/~" })) {
      await records.addData(test.id, [{ ...nothing, category: "c", variable: `v${number}`, value: number }]);
      if ((await records.claimTest(test.id, { state: "NOT_STARTED", status: "n/a" }, owner)).length === 0) continue;
      claims++;
      await records.setVerdict(test.id, { state: "COMPLETED", status: "PASS" });
    }
    return claims;
  },
  sync(records: Records): Promise<number> {
    return records.sync();
  },
};

export type Job = keyof typeof jobs;

void main();
