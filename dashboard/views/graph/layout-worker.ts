import { type GraphLayout, layOut } from "../../../src/view/index.js";

/** What is to be laid out. */
export interface LayoutOrder {
  readonly id: number;
  readonly names: readonly string[];
  readonly pairs: readonly (readonly [from: string, to: string])[];
}

export interface LayoutReply {
  readonly id: number;
  readonly layout: GraphLayout;
}

export function replyTo({ id, names, pairs }: LayoutOrder): LayoutReply {
  return { id, layout: layOut(names, pairs) };
}

/** The script of this module: loaded as a worker it lays out graphs. Empty in a static copy, where no worker can be started. */
export const workerUrl = import.meta.url;

// In the page this module only tells its address.
if (typeof document === "undefined") {
  addEventListener("message", ({ data }: MessageEvent<LayoutOrder>) => {
    postMessage(replyTo(data));
  });
}
