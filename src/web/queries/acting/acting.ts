import * as z from "zod/mini";
import { requireRunsAllowed } from "../../../area/index.js";
import { Failure } from "../../../base/index.js";
import { settingIsOn, settingText } from "../../../config/index.js";
import type { Acting } from "../../../view/index.js";
import { query } from "../query.js";
import type { Reader } from "../reader.js";

/** What the area says about actions. */
export const acting = query(z.object({}), (reader): Acting => {
  const { config, runconfigs } = reader.area;
  return {
    waivercommentpatt: settingText(config, "setup", "waivercommentpatt"),
    noRunsBecause: whyNoRuns(reader),
    freeCommands: settingIsOn(config, "dashboard", "free-commands"),
    modepatts: runconfigs.names("default"),
    areas: config.names("areas"),
  };
});

function whyNoRuns({ area }: Reader): string {
  try {
    requireRunsAllowed(area.config);
    return "";
  } catch (error) {
    if (error instanceof Failure) return error.message;
    throw error;
  }
}
