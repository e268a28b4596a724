import type { Job, VerdictClass } from "../../src/view/index.js";
import { ClassMark } from "../parts/verdict.js";

interface Look {
  readonly text: string;
  /** Its mark and colour: those of what would look alike. */
  readonly class: VerdictClass;
}

/** How a job stands, in words and as a class of results. */
export function jobLook({ state, code, problem }: Job): Look {
  switch (state) {
    case "waiting":
      return { text: "starting", class: "starting" };
    case "running":
      return { text: "running", class: "running" };
    case "elsewhere":
      return { text: "on another host", class: "other" };
    case "lost":
      return { text: "ended, nobody saw how", class: "killed" };
    default:
      if (problem !== undefined) return { text: "not started", class: "abort" };
      if (code !== undefined && code > 128) return { text: `ended by signal ${code - 128}`, class: "killed" };
      return code === 0 ? { text: "done", class: "pass" } : { text: `exit code ${code}`, class: "fail" };
  }
}

export function JobState({ job }: { readonly job: Job }) {
  const { text, class: name } = jobLook(job);
  return (
    <span class="verdict">
      <ClassMark name={name} />
      {text}
    </span>
  );
}
