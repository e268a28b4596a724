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

/** The script of this module: loaded as a worker it lays out graphs. */
export const workerUrl = import.meta.url;

// In the page this module only tells its address.
if (typeof document === "undefined") {
  addEventListener("message", ({ data }: MessageEvent<LayoutOrder>) => {
    const reply: LayoutReply = { id: data.id, layout: layOut(data.names, data.pairs) };
    postMessage(reply);
  });
}
