import { useEffect, useState } from "preact/hooks";
import { Icon } from "./icon.js";

interface CopyProps {
  readonly text: string;
  /** What is copied, for example "command". */
  readonly what: string;
}

/** A button that copies a text and says so. */
export function Copy({ text, what }: CopyProps) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 1500);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
  };
  return (
    <button
      type="button"
      class="plain icon"
      title={copied ? "Copied" : `Copy ${what}`}
      aria-label={copied ? `Copied ${what}` : `Copy ${what}`}
      onClick={copy}
    >
      <Icon name={copied ? "check" : "copy"} />
    </button>
  );
}
