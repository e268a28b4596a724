import { computed, signal } from "@preact/signals";
import { useEffect, useRef, useState } from "preact/hooks";
import type { ClassCounts, Route } from "../../src/view/index.js";
import { Icon } from "../parts/icon.js";
import { countsText } from "../parts/verdict.js";
import { useVirtual } from "../parts/virtual.js";
import { go, location } from "./router.js";
import { runs } from "./runs.js";
import { set } from "./settings.js";
import { keyOf, linesOf, type TreeLine, type TreeNode, treeOf } from "./tree-model.js";
import "./target-tree.css";

const badClasses = ["fail", "abort", "check", "killed"] as const;
const badOf = (counts: ClassCounts) => badClasses.reduce((sum, name) => sum + (counts[name] ?? 0), 0);

const tree = computed(() => treeOf(runs.value ?? [], ({ counts }) => badOf(counts)));
/** Nodes that somebody opened or closed; without it the first level is open. */
const toggled = signal<ReadonlyMap<string, boolean>>(new Map());
const isOpen = (key: string) => toggled.value.get(key) ?? !key.includes("/");

const lineHeight = 26;

/** All targets and runs, beside every view. */
export function TargetTree() {
  const [words, setWords] = useState("");
  const lines = linesOf(tree.value, isOpen, words);
  return (
    <aside class="tree-panel" aria-label="Targets and runs">
      <label class="tree-filter">
        <span class="only-spoken">Narrow the tree</span>
        <input
          type="search"
          value={words}
          placeholder={runs.value === undefined ? "Targets and runs" : `Narrow ${runs.value.length} runs`}
          onInput={({ currentTarget }) => setWords(currentTarget.value)}
        />
      </label>
      {lines.length === 0 ? <p class="tree-empty">{emptyText(words)}</p> : <Lines lines={lines} />}
    </aside>
  );
}

function emptyText(words: string): string {
  if (runs.value === undefined) return "";
  return words === "" ? "No runs yet" : "Nothing has these words";
}

function Lines({ lines }: { readonly lines: readonly TreeLine[] }) {
  const scroller = useRef<HTMLDivElement>(null);
  const { items, total, scrollTo } = useVirtual(scroller, { count: lines.length, size: lineHeight });
  const [wanted, setCurrent] = useState(0);
  const current = Math.min(wanted, lines.length - 1);
  const takesFocus = useRef(false);
  useEffect(() => {
    if (!takesFocus.current) return;
    const line = scroller.current?.querySelector<HTMLElement>(`[data-index="${current}"]`);
    if (line) {
      takesFocus.current = false;
      line.focus({ preventScroll: true });
    }
  });
  const move = (event: KeyboardEvent) => {
    const to = moveIn(event, lines, current);
    if (to === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    takesFocus.current = true;
    setCurrent(to);
    scrollTo(to);
  };
  return (
    <div ref={scroller} class="tree">
      <div role="tree" aria-label="Targets and runs" onKeyDown={move} style={{ height: `${total}px` }}>
        {items.map(({ index, start }) => {
          const line = lines[index];
          return (
            line && (
              <Line key={keyOf(line.node)} line={line} index={index} top={start} isCurrent={index === current} onFocus={() => setCurrent(index)} />
            )
          );
        })}
      </div>
    </div>
  );
}

interface LineProps {
  readonly line: TreeLine;
  readonly index: number;
  readonly top: number;
  readonly isCurrent: boolean;
  readonly onFocus: () => void;
}

function Line({ line: { node, depth, open }, index, top, isCurrent, onFocus }: LineProps) {
  const name = node.path.at(-1) ?? "";
  const chosen = isShown(node, location.value);
  return (
    <div
      class={node.run === undefined ? "tree-line" : "tree-line run"}
      role="treeitem"
      aria-level={depth + 1}
      {...(node.children && { "aria-expanded": open })}
      aria-selected={chosen}
      tabIndex={isCurrent ? 0 : -1}
      data-index={index}
      data-focus={`tree ${keyOf(node)}`}
      style={{ transform: `translateY(${top}px)`, paddingLeft: `${8 + depth * 14}px` }}
      title={`${node.path.join("/")}: ${node.run ? countsText(node.run.counts) : `${node.runs} runs`}`}
      onFocus={onFocus}
      onClick={() => choose(node)}
      onKeyDown={(event) => event.key === "Enter" && choose(node)}
    >
      {node.children && (
        <span
          class={open ? "tree-toggle open" : "tree-toggle"}
          aria-hidden="true"
          onClick={(event) => {
            event.stopPropagation();
            toggle(node, !open);
          }}
        >
          <Icon name="right" />
        </span>
      )}
      <span class="clip">{name === "" ? "(empty)" : name}</span>
      {node.bad > 0 && <span class="tree-bad">{node.bad} bad</span>}
      {node.children && <span class="tree-count">{node.runs}</span>}
    </div>
  );
}

function toggle(node: TreeNode, open: boolean): void {
  toggled.value = new Map(toggled.value).set(keyOf(node), open);
}

/** On a narrow page the tree covers what was chosen. */
function choose(node: TreeNode): void {
  go(routeTo(node));
  if (window.innerWidth < 860) set("tree", "closed");
}

/** A run leads to its page, a value to the runs of all targets that begin with it. */
function routeTo({ path, run }: TreeNode): Route {
  if (run !== undefined) return { view: "run", run: { t: run.target.join("/"), r: run.runname }, params: {} };
  const keys = runs.value?.[0]?.target.length ?? path.length;
  return { view: "runs", params: { target: [...path, ...Array<string>(keys - path.length).fill("%")].join("/") } };
}

function isShown(node: TreeNode, route: Route | null | undefined): boolean {
  if (!route) return false;
  if (node.run === undefined) return route.view === "runs" && route.params["target"] === routeTo(node).params["target"];
  const shown = route.view === "run" ? route.run : route.view === "test" || route.view === "log" ? route.test : undefined;
  return shown !== undefined && shown.r === node.run.runname && shown.t === node.run.target.join("/");
}

/** Where a key leads; opens and closes nodes on the way. */
function moveIn(event: KeyboardEvent, lines: readonly TreeLine[], at: number): number | undefined {
  const line = lines[at];
  if (line === undefined) return undefined;
  switch (event.key) {
    case "ArrowDown":
      return Math.min(lines.length - 1, at + 1);
    case "ArrowUp":
      return Math.max(0, at - 1);
    case "Home":
      return 0;
    case "End":
      return lines.length - 1;
    case "ArrowRight":
      if (line.open || line.node.children === undefined) return Math.min(lines.length - 1, at + 1);
      toggle(line.node, true);
      return at;
    case "ArrowLeft":
      if (!line.open)
        return Math.max(
          0,
          lines.slice(0, at).findLastIndex(({ depth }) => depth < line.depth),
        );
      toggle(line.node, false);
      return at;
    default:
      return typedAhead(event, lines, at);
  }
}

/** The next line that begins with a typed letter. */
function typedAhead({ key, ctrlKey, altKey, metaKey }: KeyboardEvent, lines: readonly TreeLine[], at: number): number | undefined {
  if (key.length !== 1 || key === " " || ctrlKey || altKey || metaKey) return undefined;
  const order = [...lines.keys()].map((index) => (at + 1 + index) % lines.length);
  return order.find((index) => lines[index]?.node.path.at(-1)?.toLowerCase().startsWith(key.toLowerCase()));
}
