import {
  type Filter,
  filterNames,
  formatFilter,
  formatMatrixOptions,
  type MatrixOptions,
  type MatrixRow,
  parseFilter,
  parseMatrixOptions,
} from "../../../src/view/index.js";
import { ask } from "../../app/api.js";
import { withoutDrawer } from "../../app/drawer.js";
import { useKeys } from "../../app/keys.js";
import { hello, readAgain } from "../../app/session.js";
import { useTitle } from "../../app/title.js";
import type { ViewProps } from "../../app/view-props.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { Arrivals } from "./arrivals.js";
import { Block } from "./data/block.js";
import { refOfRun, rowName } from "./data/snapshot.js";
import type { MatrixSource } from "./data/source.js";
import { geometryOf } from "./geometry.js";
import { Grid } from "./grid.js";
import type { Place } from "./keyboard.js";
import { markedRun, markRun } from "./mark.js";
import { Nothing } from "./nothing.js";
import { Overview } from "./overview.js";
import { questionOf, toggled } from "./question.js";
import { selectCells } from "./selection.js";
import { SelectionBar } from "./selection-bar.js";
import { Toolbar } from "./toolbar.js";
import { usePlace } from "./use-place.js";
import { useSource } from "./use-source.js";
import "./matrix.css";
import "./toolbar.css";

/** Runs × tests; spec 06 § 22. */
export default function RunsMatrix({ route, setParams }: ViewProps<"runs">) {
  useTitle("Runs");
  const params = withoutDrawer(route.params);
  const firstSort = hello.value?.first.testsort;
  const { filter } = parseFilter(params);
  const { options } = parseMatrixOptions(params, firstSort);
  const geometry = geometryOf(options.density, options.cell);
  const headHeight = (hello.value?.keys.length ?? 0) * geometry.keyLine + geometry.runHead;
  const question = questionOf(filter, options, firstSort, geometry.block);
  const place = usePlace({ geometry, firstRow: params["row"], setParams });
  const { source, error } = useSource(question, place.side, place.anchorFor);
  place.follow(source);
  const { snapshot, isWaiting } = source;

  const setFilter = (next: Filter, how?: { typing?: boolean }) => {
    const texts = formatFilter(next);
    setParams({ ...Object.fromEntries(filterNames.map((name) => [name, texts[name]])), row: undefined }, how);
  };
  const setOptions = (next: Partial<MatrixOptions>) => {
    if (!("sort" in next || "only" in next)) place.keep();
    const texts = formatMatrixOptions({ ...options, ...next }, firstSort);
    setParams(Object.fromEntries(optionNames.map((name) => [name, texts[name]])));
  };
  const toggle = (testname: string, row: number) => {
    setOptions({ collapse: toggled(options.collapse, testname) });
    place.keep(row);
  };
  const toggleAll = () => setOptions({ collapse: { mode: snapshot?.isCollapsed === true ? "none" : "all", except: new Set() } });
  useKeys("Runs matrix", { "Shift+c": { label: "collapse or expand all tests", run: toggleAll } });

  const isEmpty = snapshot !== undefined && (snapshot.rows === 0 || snapshot.cols === 0);
  return (
    <div class="matrix-page">
      <h1 class="only-spoken">Runs</h1>
      <Toolbar filter={filter} options={options} snapshot={snapshot} isWaiting={isWaiting} setFilter={setFilter} setOptions={setOptions} />
      {snapshot === undefined && (error === undefined ? <Loading what="runs" /> : <ErrorState error={error} again={readAgain} />)}
      {isEmpty && !isWaiting && <Nothing filter={filter} isChosen={options.only !== ""} clear={() => setParams(cleared)} />}
      {snapshot !== undefined && !isEmpty && (
        <div class={`matrix density-${options.density}${isWaiting ? " waiting" : ""}`}>
          <Grid
            source={source}
            snapshot={snapshot}
            geometry={geometry}
            kind={options.density === "compact" && options.cell === "status" ? "glyph" : options.cell}
            isOldestFirst={options.oldest}
            isDots={options.density === "dots"}
            scroller={place.scroller}
            headHeight={headHeight}
            marked={markedRun()}
            onView={place.onView}
            onToggle={toggle}
            onSelectRow={(row) => void selectRow(question.params, source, snapshot.rowHead(row))}
            onMark={(col) => markRun(snapshot.colHead(col))}
            onNextBad={(from, direction) => nextBad(question.params, from, direction)}
          />
          <Overview params={question.params} snapshot={snapshot} scroller={place.scroller} geometry={geometry} headHeight={headHeight} />
          <Arrivals arrived={place.arrived} accept={place.toStart} />
        </div>
      )}
      <SelectionBar />
    </div>
  );
}

const optionNames = ["sort", "group", "collapse", "cell", "only", "density", "empty"];
const cleared = Object.fromEntries([...filterNames, "only", "row"].map((name) => [name, undefined]));

/** Most runs of one row. */
const wholeRow = 500;

async function selectRow(params: Readonly<Record<string, string>>, { looks }: MatrixSource, head: MatrixRow | undefined): Promise<void> {
  if (head === undefined) return;
  const answer = await ask("matrix", { ...params, row: rowName(head), rn: 1, cn: wholeRow });
  const block = new Block(answer, looks);
  const refs = answer.colHead.flatMap((run, at) => ((block.cell(block.r0, at)?.look ?? 0) === 0 ? [] : [{ ...refOfRun(run), n: head.n, i: head.i }]));
  selectCells(refs, { toggle: true });
}

async function nextBad(params: Readonly<Record<string, string>>, { row, col }: Place, direction: 1 | -1): Promise<Place | undefined> {
  const { place } = await ask("matrix/next", { ...params, from: row, col, up: direction < 0 ? "1" : undefined });
  return place;
}
