import { useEffect, useState } from "preact/hooks";
import { sizeText } from "../../parts/size.js";
import { When } from "../../parts/time.js";
import type { LogModel } from "./log-model.js";
import type { LineRange } from "./window.js";

interface LogStatusProps {
  readonly model: LogModel;
  readonly chosen: LineRange | undefined;
  readonly onCopy: () => Promise<number>;
  readonly onDrop: () => void;
}

/** What is known of the log, and of the lines that are chosen. */
export function LogStatus({ model, chosen, onCopy, onDrop }: LogStatusProps) {
  const state = model.source.state.value;
  if (state === undefined) return <footer class="log-status" />;
  const { lines, complete, bytes, counted, modified, cutBecause } = state;
  return (
    <footer class="log-status">
      <span hidden={model.source.isBinary.value}>
        {complete ? "" : "≥ "}
        {lines.toLocaleString("en")} {lines === 1 ? "line" : "lines"}
      </span>
      <span>{sizeText(bytes)}</span>
      <span class="soft">
        changed <When epoch={modified} />
      </span>
      {!complete && <span>counting lines: {bytes === 0 ? 100 : Math.floor((counted / bytes) * 100)} %</span>}
      {model.awaited.value !== undefined && <span>line {model.awaited.value.toLocaleString("en")} comes when it is counted</span>}
      {cutBecause !== "" && <span class="caution-text">{cutBecause}</span>}
      {model.source.problem.value !== undefined && <span class="bad-text">{model.source.problem.value.message}</span>}
      <span class="spacer" />
      {chosen !== undefined && <Chosen chosen={chosen} onCopy={onCopy} onDrop={onDrop} />}
    </footer>
  );
}

function Chosen({ chosen: { first, last }, onCopy, onDrop }: { readonly chosen: LineRange } & Pick<LogStatusProps, "onCopy" | "onDrop">) {
  const [copied, setCopied] = useState<number>();
  useEffect(() => {
    if (copied === undefined) return;
    const timer = setTimeout(() => setCopied(undefined), 2000);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <>
      <span>{first === last ? `line ${first}` : `lines ${first}–${last}`}</span>
      <button type="button" class="plain" onClick={() => void onCopy().then(setCopied)}>
        {copied === undefined ? "Copy" : `Copied ${copied}`}
      </button>
      <button type="button" class="plain" onClick={onDrop} aria-label="Choose no line">
        ×
      </button>
    </>
  );
}
