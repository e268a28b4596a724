import type { History, HistoryClass } from "../../../src/view/index.js";

const words: Readonly<Record<HistoryClass, string>> = {
  unknown: "too few results to tell",
  flaky: "flaky",
  broken: "always failing",
  stable: "stable",
  failing: "failing",
  passing: "passing",
};

const colours: Readonly<Record<HistoryClass, string>> = {
  unknown: "soft",
  flaky: "caution-text",
  broken: "bad-text",
  stable: "good-text",
  failing: "bad-text",
  passing: "good-text",
};

/** What the last results of a test say together: `failing since nightly-3`. */
export function HistoryClassText({ history }: { readonly history: History }) {
  const { class: name, since, rate, items } = history;
  const turned = name === "failing" || name === "passing";
  const run = turned && since !== undefined ? items[since]?.r : undefined;
  return (
    <span class={colours[name]}>
      {words[name]}
      {run !== undefined && ` since ${run}`}
      {name === "flaky" && rate !== undefined && ` · ${Math.round(rate * 100)} % flips`}
    </span>
  );
}
