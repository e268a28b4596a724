import { useId } from "preact/hooks";
import { type Diff, type DiffSide, formatRef, type RunRef, type RunRow } from "../../../src/view/index.js";
import { runs } from "../../app/runs.js";
import type { ViewProps } from "../../app/view-props.js";
import { Link } from "../../parts/link.js";
import { When } from "../../parts/time.js";
import { isSameRun, runRoute } from "../test/refs.js";

interface DiffHeadProps extends Pick<ViewProps<"diff">, "setParams"> {
  /** As they stand in the address; may be empty. */
  readonly src: string;
  readonly dst: string;
  readonly diff?: Diff;
}

/** Which runs are compared, how they stand, and others one may want instead. */
export function DiffHead({ src, dst, setParams, diff }: DiffHeadProps) {
  return (
    <header class="object-head">
      <div class="object-title">
        <h1>Difference</h1>
        <RunField label="Source" value={src} onChange={(run) => setParams({ src: run })} />
        <span aria-hidden="true">→</span>
        <RunField label="Destination" value={dst} onChange={(run) => setParams({ dst: run })} />
        <button type="button" title="Exchange source and destination" onClick={() => setParams({ src: dst, dst: src })}>
          ⇄ <span class="only-spoken">Exchange source and destination</span>
        </button>
        {diff !== undefined && <Instead diff={diff} onChoose={(run) => setParams({ src: formatRef(run) })} />}
      </div>
      {diff !== undefined && (
        <p class="object-facts">
          <SideFacts name="source" side={diff.src} />
          <SideFacts name="destination" side={diff.dst} />
        </p>
      )}
    </header>
  );
}

function SideFacts({ name, side: { run, event_time, live } }: { readonly name: string; readonly side: DiffSide }) {
  return (
    <span class="diff-side">
      <span class="soft">{name}</span>
      <Link to={runRoute(run)}>
        {run.t}/{run.r}
      </Link>
      <When epoch={event_time} />
      {live > 0 && <span class="chip running-chip">{live} to go</span>}
    </span>
  );
}

interface RunFieldProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (run: string | undefined) => void;
}

/** A run of the area, chosen or typed. */
function RunField({ label, value, onChange }: RunFieldProps) {
  const list = useId();
  return (
    <label class="field">
      <span class="only-spoken">{label}</span>
      <input
        type="text"
        class="diff-run"
        placeholder={label.toLowerCase()}
        list={list}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value || undefined)}
      />
      <datalist id={list}>
        {(runs.value ?? []).slice(0, 200).map((run) => (
          <option key={run.id} value={textOf(run)} />
        ))}
      </datalist>
    </label>
  );
}

const textOf = ({ target, runname }: RunRow) => formatRef({ t: target.join("/"), r: runname });

/** The runs one mostly wants to compare with. */
function Instead({ diff: { src, previous, lastGood }, onChoose }: { readonly diff: Diff; readonly onChoose: (run: RunRef) => void }) {
  const offers = [
    { title: "previous run", run: previous },
    { title: "last all-good run", run: lastGood },
  ];
  return (
    <div class="failing-way">
      {offers.map(({ title, run }) =>
        run === undefined || isSameRun(run, src.run) ? null : (
          <button key={title} type="button" title={`${run.t}/${run.r}`} onClick={() => onChoose(run)}>
            With {title}
          </button>
        ),
      )}
    </div>
  );
}
