import { Copy } from "../parts/copy.js";

/** Commands as one would type them, to be read and copied. */
export function CommandText({ text }: { readonly text: string }) {
  return (
    <div class="command-text">
      <pre>
        {text.split(/(?<=\s)/).map((word, at) => (
          <span key={`${at} ${word}`}>{word}</span>
        ))}
      </pre>
      <Copy text={text} what="command" />
    </div>
  );
}
