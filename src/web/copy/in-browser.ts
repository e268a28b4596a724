import type { CopyAbout, StaticCopy } from "../../view/index.js";
import { Refused } from "../refused.js";
import { CopyAnswers } from "./answers.js";
import { Loader } from "./loader.js";
import { aboutFile } from "./places.js";

/** Script of a static copy: stands before the application and answers it. */
const loader = new Loader();
let answers: CopyAnswers | undefined;

const about = () => loader.present(aboutFile)?.get("about") as CopyAbout;

const copy: StaticCopy = {
  get about() {
    return about();
  },
  ask: async (name, params, { loadScript, signal = new AbortController().signal }) => {
    answers ??= new CopyAnswers((path) => loader.load(path, loadScript), about());
    try {
      return { answer: await answers.ask(name, params, signal) };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      const { code, message, detail } = error;
      return { error: { code, message, ...(detail !== undefined && { detail }) } };
    }
  },
};
Object.assign(globalThis, { megatestCopy: copy });
