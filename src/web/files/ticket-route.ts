import type { Area } from "../../area/index.js";
import { settingIsOn } from "../../config/index.js";
import type { Route } from "../http/application.js";
import { Refused } from "../refused.js";
import { serveFile } from "./serve.js";
import { filesPath, type Tickets } from "./tickets.js";

/** `/files/<ticket>/<path>`: files of a run directory, links between them included. Spec 06 § 33.5 */
export function ticketRoute(area: Area, tickets: Tickets): Route {
  const scripts = settingIsOn(area.config, "dashboard", "artefact-scripts");
  return {
    path: filesPath,
    needs: "ticket",
    handle: async ({ request, response, path }) => {
      const [ticket = "", ...segments] = path.slice(filesPath.length).split("/");
      await serveFile(request, response, tickets.redeem(ticket), segments.map(decoded).join("/"), { scripts });
    },
  };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new Refused("bad-request", "the address is not encoded as it should be");
  }
}
