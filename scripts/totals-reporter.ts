import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a test run with one line for scripts: `N passed, N failed`, and `, N skipped` when some were.
 * A file that cannot be loaded and an error outside any test count as failed. With CI set, a skipped test fails the run.
 */
export class TotalsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
    const count = { passed: 0, failed: unhandledErrors.length, skipped: 0, pending: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      for (const test of tests) count[test.result().state]++;
      if (module.state() === "failed" && tests.every((test) => test.result().state !== "failed")) count.failed++;
    }
    const skipped = count.skipped + count.pending;
    if (skipped > 0 && process.env["CI"]) {
      process.exitCode = 1;
      console.log("A skipped test fails the run in CI.");
    }
    console.log(`${count.passed} passed, ${count.failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
  }
}
