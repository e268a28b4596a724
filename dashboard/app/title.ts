import { useEffect } from "preact/hooks";

/** Names the document; the object comes first: `FAIL unit/lin · nightly-3`. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = title === "" ? "Megatest" : `${title} · Megatest`;
  }, [title]);
}
