import { describe } from "vitest";
import type { OpenRecords } from "./kit.js";
import { describeLiveTests } from "./live.js";
import { describeTheRest } from "./rest.js";
import { describeRemovedRuns, describeRuns } from "./runs.js";
import { describeSteps } from "./steps.js";
import { describeLookUps, describeTests } from "./tests.js";
import { describeClaims, describeDerivedVerdicts, describeVerdicts } from "./verdicts.js";

/** What every implementation of the records does. */
export function describeRecords(title: string, open: OpenRecords): void {
  describe(title, () => {
    describeRuns(open);
    describeRemovedRuns(open);
    describeTests(open);
    describeLookUps(open);
    describeVerdicts(open);
    describeClaims(open);
    describeDerivedVerdicts(open);
    describeLiveTests(open);
    describeSteps(open);
    describeTheRest(open);
  });
}
