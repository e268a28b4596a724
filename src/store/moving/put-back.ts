import { copyAsIs } from "./as-is.js";
import { attach } from "./attach.js";
import { dropForwarding } from "./forwarding.js";
import type { Home } from "./home.js";
import { removeResults, removeRun } from "./remove-rows.js";

/** Brings a run that the live database and the reference have let go back into both, from the area database, which has it still. Done again it does nothing. */
export async function putBack(home: Home, runId: number): Promise<void> {
  attach(home.live, home.sync.place.areaFile, "area");
  try {
    await home.writeLiveAlone((live) => {
      const state = live.get("SELECT state FROM main.runs WHERE id = ?", runId)?.["state"];
      if (state !== undefined && state !== "MOVED") return;
      dropForwarding(live, runId);
      removeResults(live, "SELECT id FROM area.tests WHERE run_id = ?", runId);
      copyAsIs(live, runId, "area", "INSERT");
    });
  } finally {
    home.live.run("DETACH area");
  }
  await home.writeReference((reference) => {
    removeRun(reference, runId);
    copyAsIs(reference, runId, "area", "INSERT OR REPLACE");
  });
}
