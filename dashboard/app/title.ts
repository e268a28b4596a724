import { useEffect } from "preact/hooks";

/** Names the document; the object comes first: `FAIL unit/lin · nightly-3`. Undefined leaves it as it is. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    if (title !== undefined) document.title = title === "" ? "Megatest" : `${title} · Megatest`;
  }, [title]);
}
