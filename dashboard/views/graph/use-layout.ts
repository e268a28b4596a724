import { useEffect, useRef, useState } from "preact/hooks";
import type { Dependencies, GraphLayout } from "../../../src/view/index.js";
import type { LayoutOrder, LayoutReply } from "./layout-worker.js";

/** The layout of a graph, made in a worker; the one before stays until it is there. It changes with names and edges only. */
export function useLayout({ names, edges }: Dependencies): GraphLayout | undefined {
  const [layout, setLayout] = useState<GraphLayout>();
  const worker = useRef<Promise<Layouter>>(undefined);
  const turn = useRef(0);
  const shape = JSON.stringify([names, edges.map(({ from, to }) => [from, to])]);
  useEffect(() => {
    const order: LayoutOrder = { id: ++turn.current, names, pairs: edges.map(({ from, to }) => [from, to]) };
    worker.current ??= startWorker((reply) => {
      if (reply.id === turn.current) setLayout(reply.layout);
    });
    void worker.current.then((started) => started.postMessage(order));
  }, [shape]);
  useEffect(
    () => () => {
      void worker.current?.then((started) => started.terminate());
    },
    [],
  );
  return layout;
}

type Layouter = Pick<Worker, "terminate"> & { postMessage(order: LayoutOrder): void };

async function startWorker(onReply: (reply: LayoutReply) => void): Promise<Layouter> {
  const { workerUrl, replyTo } = await import("./layout-worker.js");
  if (workerUrl === "") return { postMessage: (order) => onReply(replyTo(order)), terminate: () => {} };
  const worker = new Worker(workerUrl, { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<LayoutReply>) => onReply(data));
  return worker;
}
