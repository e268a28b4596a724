import type { ComponentChildren } from "preact";
import type { DatabaseRow, DiskRow, Health, MoveRow, ServerRow } from "../../../src/view/index.js";
import { sizeText } from "../../parts/size.js";
import { Duration, When } from "../../parts/time.js";

interface RowsProps<R> {
  readonly title: string;
  readonly heads: readonly string[];
  readonly rows: readonly R[];
  readonly keyOf: (row: R) => string;
  /** As many as there are heads. */
  readonly cells: (row: R) => readonly ComponentChildren[];
  readonly none: string;
  readonly children?: ComponentChildren;
}

function Rows<R>({ title, heads, rows, keyOf, cells, none, children }: RowsProps<R>) {
  return (
    <section>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="soft">{none}</p>
      ) : (
        <div class="wide-table">
          <table class="plain-table">
            <thead>
              <tr>
                {heads.map((head) => (
                  <th key={head} scope="col">
                    {head}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={keyOf(row)}>{cells(row).map((cell, index) => (index === 0 ? <th scope="row">{cell}</th> : <td>{cell}</td>))}</tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {children}
    </section>
  );
}

const databaseNames: Readonly<Record<DatabaseRow["kind"], string>> = {
  live: "live database",
  area: "database of the area",
  completed: "completed runs",
};

export function Databases({ health: { databases, lag } }: { readonly health: Health }) {
  return (
    <Rows
      title="Databases"
      heads={["Database", "Size", "Written", "File"]}
      rows={databases}
      keyOf={({ kind }) => kind}
      cells={({ kind, size, changed, file }) => [databaseNames[kind], sizeText(size), <When epoch={changed} />, <code>{file}</code>]}
      none="There is none yet."
    >
      {lag !== undefined && (
        <p role="status" class={lag.rows > 0 ? "" : "soft"}>
          {lag.rows === 0
            ? "megatest.db holds all that the live database does."
            : `megatest.db lacks ${lag.rows === 1 ? "1 row" : `${lag.rows} rows`} of the live database.`}{" "}
          {lag.compared > 0 && (
            <>
              Compared row by row: <When epoch={lag.compared} />.
            </>
          )}
        </p>
      )}
    </Rows>
  );
}

export function Servers({ servers }: { readonly servers: readonly ServerRow[] }) {
  return (
    <Rows
      title="Servers"
      heads={["Server", "State", "Since", "Last sign of life", "Address"]}
      rows={servers}
      keyOf={({ host, pid }) => `${host} ${pid}`}
      cells={({ pid, host, isAlive, started, age, address }) => [
        `${pid} on ${host}`,
        isAlive ? <span class="good-text">alive</span> : <span class="soft">gone</span>,
        started === undefined ? "–" : <When epoch={started} />,
        <>
          <Duration seconds={Math.max(0, Math.round(age))} /> ago
        </>,
        address ?? "starting",
      ]}
      none="No server: it is started when another host needs one."
    />
  );
}

export function Disks({ disks }: { readonly disks: readonly DiskRow[] }) {
  return (
    <Rows
      title="Disks"
      heads={["Disk", "Free", "Path"]}
      rows={disks}
      keyOf={({ name }) => name}
      cells={({ name, free, path }) => [
        name,
        free === undefined ? <span class="bad-text">cannot be read</span> : sizeText(free),
        <code>{path}</code>,
      ]}
      none="None."
    />
  );
}

export function Moves({ moves }: { readonly moves: readonly MoveRow[] }) {
  return (
    <Rows
      title="Runs that are being moved"
      heads={["Run", "What", "Phase", "To", "By", "Last step"]}
      rows={moves}
      keyOf={({ run, action }) => `${action} ${run}`}
      cells={({ run, action, phase, destination, by, updated }) => [run, action, phase, <code>{destination}</code>, by, <When epoch={updated} />]}
      none="None."
    />
  );
}

export function Tokens({ tokens }: { readonly tokens: NonNullable<Health["tokens"]> }) {
  return (
    <Rows
      title="Tokens"
      heads={["Token", "May", "Until"]}
      rows={tokens}
      keyOf={({ label }) => label}
      cells={({ label, level, expires }) => [label, level, expires === undefined ? "for ever" : <When epoch={expires} />]}
      none="No token for others."
    />
  );
}
