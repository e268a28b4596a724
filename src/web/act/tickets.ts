import * as z from "zod/mini";
import { settingIsOn } from "../../config/index.js";
import type { Ticket } from "../../view/index.js";
import { placeOfTest } from "../files/roots.js";
import { filesPath } from "../files/tickets.js";
import { testRef } from "../queries/params.js";
import { type ActContext, act } from "./act.js";

const place = z.object({ rundir: z.string() });

/** Opens the files of a run directory to links and frames of the page, which cannot show its token. Changes nothing. Spec 06 § 33.5 */
export const tickets = act(
  "view",
  z.object(testRef),
  async (context: Pick<ActContext, "area" | "queries" | "tickets">, ref, { level }): Promise<Ticket> => {
    const { area, queries, tickets: issued } = context;
    const given = { t: ref.t, r: ref.r, n: ref.n, i: ref.i, ...(ref.a !== undefined && { a: ref.a }) };
    const answer = await queries.ask("test/place", given, { level, signal: new AbortController().signal });
    const { rundir } = place.parse(JSON.parse(new TextDecoder().decode(answer.body)));
    const { ticket, expires } = issued.issue({ place: placeOfTest(area, { rundir }), secrets: level === "admin" });
    return { url: `${filesPath}${ticket}/`, expires, scripts: settingIsOn(area.config, "dashboard", "artefact-scripts") };
  },
);
