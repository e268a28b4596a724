import type { StaticCopy } from "../../src/view/index.js";

/** What answers this page when it is a copy without a server; undefined on a dashboard. Spec 06 § 35.1 */
export const staticCopy = (globalThis as { readonly megatestCopy?: StaticCopy }).megatestCopy;

/** Runs a script of the copy; resolves when it has run, or cannot. */
export function loadScript(path: string): Promise<void> {
  return new Promise((done) => {
    const script = document.createElement("script");
    script.src = path;
    const end = () => {
      script.remove();
      done();
    };
    script.addEventListener("load", end);
    script.addEventListener("error", end);
    document.head.append(script);
  });
}
