import type { ServerResponse } from "node:http";
import type { Route } from "../http/application.js";
import { sendJson } from "../http/reply.js";
import type { Sink } from "./follower.js";
import type { Hub } from "./hub.js";

/** `GET events`: what happens, as a stream of server-sent events; `GET changes?since=`: the same for those who ask again and again. Spec 06 § 20 */
export function liveRoutes(hub: Hub): Route[] {
  return [
    {
      path: "/api/v1/events",
      needs: "view",
      isStream: true,
      handle: async ({ request, response, given }) => {
        response.writeHead(200, {
          "content-type": "text/event-stream; charset=utf-8",
          "cache-control": "no-store",
          "x-content-type-options": "nosniff",
        });
        const lastId = request.headers["last-event-id"];
        hub.listen(sinkOf(response), given["topics"] ?? "", typeof lastId === "string" ? lastId : undefined);
      },
    },
    {
      path: "/api/v1/changes",
      needs: "view",
      handle: async ({ request, response, given }) => sendJson(request, response, hub.changesSince(given["topics"] ?? "", given["since"])),
    },
  ];
}

function sinkOf(response: ServerResponse): Sink {
  return {
    write: (text) => void response.write(text),
    get waiting() {
      return response.writableLength;
    },
    onClose: (listener) => void response.once("close", listener),
    close: () => void response.end(),
  };
}
