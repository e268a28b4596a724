import { defineConfig } from "vitest/config";
import { TotalsReporter } from "./scripts/totals-reporter.js";

// Groups run one after the other, the quick ones first. Two files at a time: most of them wait for processes more than they compute; a browser needs two cores by itself.
export default defineConfig({
  test: {
    reporters: ["default", new TotalsReporter()],
    projects: [
      {
        test: {
          name: "unit",
          include: ["src/**/*.test.ts", "dashboard/**/*.test.ts"],
          sequence: { groupOrder: 0 },
          maxWorkers: 2,
          testTimeout: 30_000,
        },
      },
      { test: { name: "gates", include: ["tests/gates/*.test.ts"], sequence: { groupOrder: 1 }, testTimeout: 300_000, hookTimeout: 300_000 } },
      {
        test: {
          name: "e2e",
          include: ["tests/e2e/**/*.test.ts"],
          sequence: { groupOrder: 2 },
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "browser",
          include: ["tests/browser/**/*.test.ts"],
          sequence: { groupOrder: 3 },
          maxWorkers: 1,
          expect: { poll: { timeout: 15_000 } },
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      { test: { name: "compat", include: ["tests/compat/*.test.ts"], testTimeout: 120_000, sequence: { groupOrder: 4 }, maxConcurrency: 2 } },
      {
        test: {
          name: "hosts",
          include: ["tests/hosts/**/*.test.ts"],
          sequence: { groupOrder: 5 },
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        test: {
          name: "fault",
          include: ["tests/fault/**/*.test.ts"],
          sequence: { groupOrder: 6 },
          maxWorkers: 2,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
});
