import { fullName } from "../../../model/index.js";

/** A test with all items that any run has. */
export interface NamedTest {
  readonly testname: string;
  /** Of the test itself: a plain test, or the top-level record of its items. */
  readonly top: number;
  /** Rows of the items by their paths. */
  readonly items: ReadonlyMap<string, number>;
}

interface GrowingTest extends NamedTest {
  readonly items: Map<string, number>;
}

/** The rows of a matrix of all runs: each test and item that any run has or had gets a number, from 0, for good. */
export class RowNames {
  readonly #tests: GrowingTest[] = [];
  readonly #byName = new Map<string, GrowingTest>();
  readonly #testOfRow: GrowingTest[] = [];
  readonly #itemOfRow: string[] = [];
  /** Which row came after this one in the run that was read last: the same one, most likely, in the next. */
  readonly #following: number[] = [];
  #ranks = new Int32Array(0);

  get size(): number {
    return this.#itemOfRow.length;
  }

  get tests(): readonly NamedTest[] {
    return this.#tests;
  }

  testOf(row: number): NamedTest {
    const test = this.#testOfRow[row];
    if (test === undefined) throw new RangeError(`there is no row ${row}`);
    return test;
  }

  /** Empty for a plain test or a top-level record. */
  itemPath(row: number): string {
    return this.#itemOfRow[row] ?? "";
  }

  fullName(row: number): string {
    return fullName({ testname: this.testOf(row).testname, item_path: this.itemPath(row) });
  }

  /** The row of a name; undefined when no run ever had it. */
  find(testname: string, itemPath: string): number | undefined {
    const test = this.#byName.get(testname);
    return itemPath === "" ? test?.top : test?.items.get(itemPath);
  }

  /** The row of a name, which is new or known. `before`: the row of the test before in order, or -1, which makes it quick. */
  rowOf(testname: string, itemPath: string, before: number): number {
    const likely = this.#following[before];
    if (likely !== undefined && this.#itemOfRow[likely] === itemPath && this.#testOfRow[likely]?.testname === testname) return likely;
    const row = this.#find(testname, itemPath);
    if (before >= 0) this.#following[before] = row;
    return row;
  }

  #find(testname: string, itemPath: string): number {
    let test = this.#byName.get(testname);
    if (test === undefined) {
      test = { testname, top: this.size, items: new Map() };
      this.#byName.set(testname, test);
      this.#tests.push(test);
      this.#addRow(test, "");
    }
    if (itemPath === "") return test.top;
    const known = test.items.get(itemPath);
    if (known !== undefined) return known;
    const row = this.#addRow(test, itemPath);
    test.items.set(itemPath, row);
    return row;
  }

  #addRow(test: GrowingTest, itemPath: string): number {
    this.#testOfRow.push(test);
    this.#itemOfRow.push(itemPath);
    this.#following.push(-1);
    return this.size - 1;
  }

  /** Of each row its place by test name and then item path, both ascending: a test before its items. */
  ranks(): Int32Array {
    if (this.#ranks.length === this.size) return this.#ranks;
    const rows = Array.from({ length: this.size }, (_, row) => row);
    rows.sort((a, b) => compare(this.testOf(a).testname, this.testOf(b).testname) || compare(this.itemPath(a), this.itemPath(b)));
    this.#ranks = new Int32Array(this.size);
    rows.forEach((row, rank) => {
      this.#ranks[row] = rank;
    });
    return this.#ranks;
  }
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
