import { useState } from "preact/hooks";
import type { FileList, FileRow, Route, TestRef } from "../../../src/view/index.js";
import { notify } from "../../app/notices.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { Icon } from "../../parts/icon.js";
import type { Sort } from "../../parts/rows.js";
import { sizeText } from "../../parts/size.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { When } from "../../parts/time.js";
import { FilePreview, previewOf } from "./file-preview.js";
import { PlaceLink, useShow } from "./place.js";
import { logRoute, testQuestion, testRoute } from "./refs.js";
import type { TestTabProps } from "./tab-props.js";
import { saveFile } from "./tickets.js";
import { useAnswerAgain } from "./use-answer-again.js";

/** What is in the run directory. Spec 06 § 24 */
export default function Files(props: TestTabProps) {
  const { test, params } = props;
  return params["f"] === undefined ? <Directory {...props} /> : <FilePreview key={params["f"]} test={test} path={params["f"]} />;
}

function Directory({ test, params, view, changes }: TestTabProps) {
  const { value, error } = useAnswerAgain("test/files", { ...testQuestion(test), f: params["dir"] }, changes);
  const [sort, setSort] = useState<Sort | undefined>();
  const show = useShow();
  if (error !== undefined && value === undefined) return view.hasFiles ? <ErrorState error={error} /> : <NoDirectory rundir={view.test.rundir} />;
  if (value === undefined) return <Loading what="files" />;
  const open = (row: FileRow) => {
    const to = routeOf(test, value, row);
    if (to !== undefined) show(to);
    else
      notify(row.target === undefined ? `${row.name} is no file.` : `${row.name} leads to ${row.target}, out of the run directory: it is not shown.`);
  };
  return (
    <>
      <Path test={test} list={value} />
      <DataTable
        label="Files"
        columns={columnsFor(test, value)}
        rows={value.items}
        rowKey={(row) => row.name}
        onOpen={open}
        {...(sort !== undefined && { sort })}
        onSort={setSort}
        empty={<p class="tab-note soft">The directory is empty.</p>}
      />
      {value.total > value.items.length && <p class="tab-note soft">{value.total - value.items.length} more are not shown.</p>}
    </>
  );
}

function NoDirectory({ rundir }: { readonly rundir: string }) {
  return (
    <p class="tab-note soft">
      The run directory <code>{rundir}</code> is not there: it was removed or archived, was never made, or lies on another host.
    </p>
  );
}

const pathOf = ({ path }: FileList, { name }: FileRow) => (path === "" ? name : `${path}/${name}`);

/** Directories and what a browser can show stay on the page; all else is a log. Undefined for what may not be shown. */
function routeOf(test: TestRef, list: FileList, row: FileRow): Route | undefined {
  const path = pathOf(list, row);
  if (!row.shown) return undefined;
  if (row.kind === "directory") return testRoute(test, { tab: "files", dir: path });
  return previewOf(path) === undefined ? logRoute(test, path) : testRoute(test, { tab: "files", f: path });
}

/** The way from the run directory down to here. */
function Path({ test, list }: { readonly test: TestRef; readonly list: FileList }) {
  const parts = list.path === "" ? [] : list.path.split("/");
  return (
    <nav class="tab-tools path" aria-label="Directory">
      <PlaceLink to={testRoute(test, { tab: "files" })}>run directory</PlaceLink>
      {parts.map((part, index) => (
        <span key={part}>
          <span class="soft"> / </span>
          <PlaceLink to={testRoute(test, { tab: "files", dir: parts.slice(0, index + 1).join("/") })}>{part}</PlaceLink>
        </span>
      ))}
    </nav>
  );
}

function columnsFor(test: TestRef, list: FileList): readonly Column<FileRow>[] {
  return [
    { id: "name", title: "Name", value: (row) => row.name, render: (row) => <FileName row={row} to={routeOf(test, list, row)} /> },
    {
      id: "size",
      title: "Size",
      number: true,
      width: 90,
      value: (row) => row.size,
      render: (row) => (row.kind === "file" ? sizeText(row.size) : ""),
    },
    { id: "mtime", title: "Changed", width: 150, value: (row) => row.mtime, render: (row) => <When epoch={row.mtime} /> },
    {
      id: "download",
      title: "",
      width: 48,
      render: (row) => row.shown && row.kind === "file" && <Download test={test} path={pathOf(list, row)} />,
    },
  ];
}

function FileName({ row, to }: { readonly row: FileRow; readonly to: Route | undefined }) {
  const name = row.kind === "directory" ? `${row.name}/` : row.name;
  return (
    <>
      {to === undefined ? <span class="soft">{name}</span> : <PlaceLink to={to}>{name}</PlaceLink>}
      {row.target !== undefined && <span class="soft"> → {row.target}</span>}
      {!row.shown && <span class="caution-text"> not shown</span>}
    </>
  );
}

function Download({ test, path }: { readonly test: TestRef; readonly path: string }) {
  const save = () =>
    void saveFile(test, path).catch((error: unknown) => notify(error instanceof Error ? error.message : String(error), { kind: "problem" }));
  return (
    <button type="button" class="plain icon" aria-label={`Save ${path}`} title="Save" onClick={save}>
      <Icon name="download" />
    </button>
  );
}
