import { useState } from "preact/hooks";
import type { EnvRow } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { Masked } from "./config.js";
import { testQuestion } from "./refs.js";
import type { TestTabProps } from "./tab-props.js";

/** The environment that the test ran in, beside that of another of its runs. Spec 06 § 24 */
export default function Environment({ test, history, params, setParams, view }: TestTabProps) {
  const [words, setWords] = useState(params["find"] ?? "");
  const other = params["with"];
  const { value, error } = useAnswer("test/env", { ...testQuestion(test), or: other });
  const runs = (history?.items ?? []).filter(({ r, state }) => r !== test.r && state !== "NOT_STARTED").toReversed();
  const rows =
    value === undefined ? [] : [...value.items, ...value.missing.map((row): EnvRow & { readonly missing?: true } => ({ ...row, missing: true }))];
  const shown = rows.filter((row) => (other === undefined || differs(row)) && `${row.name} ${row.value}`.toLowerCase().includes(words.toLowerCase()));
  return (
    <>
      <div class="tab-tools">
        <input
          type="search"
          aria-label="Find variables"
          placeholder="Find…"
          value={words}
          onInput={({ currentTarget }) => {
            setWords(currentTarget.value);
            setParams({ find: currentTarget.value || undefined }, { typing: true });
          }}
        />
        {runs.length > 0 && (
          <label class="check">
            differences to
            <select value={other ?? ""} onChange={({ currentTarget }) => setParams({ with: currentTarget.value || undefined })}>
              <option value="">–</option>
              {runs.map(({ r }) => (
                <option key={r} value={r}>
                  {r}
                </option>
              ))}
            </select>
          </label>
        )}
        <span class="spacer" />
        {value !== undefined && <span class="soft mono">{value.file}</span>}
      </div>
      {error !== undefined &&
        (view.hasFiles && error.code !== "not-found" ? (
          <ErrorState error={error} />
        ) : (
          <p class="tab-note soft">The test has left no environment: it was not started, or its run directory is gone.</p>
        ))}
      {value === undefined && error === undefined && <Loading what="environment" />}
      {value !== undefined && error === undefined && <EnvTable rows={shown} compared={other !== undefined} />}
    </>
  );
}

type Row = EnvRow & { readonly missing?: true };

const differs = (row: Row) => row.missing === true || row.other?.same === false;

function EnvTable({ rows, compared }: { readonly rows: readonly Row[]; readonly compared: boolean }) {
  if (rows.length === 0) return <p class="tab-note soft">{compared ? "No variable differs." : "No variable fits."}</p>;
  return (
    <div class="page env-tab">
      <table class="plain-table variables">
        <tbody>
          {rows.map((row) => (
            <tr key={row.name} class={row.comment ? "soft" : ""}>
              <th scope="row" class="mono" title={row.comment ? "told, but not set" : undefined}>
                {row.name}
              </th>
              <td class="mono value">
                {row.missing ? (
                  <Change kind="removed" row={{ ...row }} text={row.value} />
                ) : compared ? (
                  <Compared row={row} />
                ) : row.masked ? (
                  <Masked />
                ) : (
                  row.value
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** The value here, and what it was there. */
function Compared({ row }: { readonly row: Row }) {
  return (
    <>
      {row.other?.value !== undefined && <Change kind="removed" row={row} text={row.other.value} />}
      <Change kind="added" row={row} text={row.value} />
    </>
  );
}

function Change({ kind, row, text }: { readonly kind: "added" | "removed"; readonly row: Row; readonly text: string }) {
  return (
    <div class={`change ${kind}`}>
      <span aria-hidden="true">{kind === "added" ? "+ " : "− "}</span>
      <span class="only-spoken">{kind === "added" ? "here " : "there "}</span>
      {row.masked ? <Masked /> : text}
    </div>
  );
}
