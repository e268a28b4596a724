import type { ConfigFile, ConfigRow } from "../../../src/view/index.js";
import { useTitle } from "../../app/title.js";
import { useAnswer } from "../../app/use-answer.js";
import type { ViewProps } from "../../app/view-props.js";
import { type Column, DataTable } from "../../parts/data-table.js";
import { Icon } from "../../parts/icon.js";
import { Link } from "../../parts/link.js";
import type { Sort } from "../../parts/rows.js";
import { EmptyState, ErrorState, Loading } from "../../parts/states.js";
import { Tabs } from "../../parts/tabs.js";
import { FileText } from "./file-text.js";
import "./config.css";

interface Variable extends ConfigRow {
  readonly section: string;
}

const tabs = [
  { id: "resolved", title: "Resolved" },
  { id: "files", title: "Files" },
];

/** The area's configuration as it is in force, each value with the line that it comes from; and the files. */
export default function Config({ route: { params }, setParams }: ViewProps<"config">) {
  useTitle("Configuration");
  const { value, error, again } = useAnswer("config");
  if (value === undefined) return error ? <ErrorState page error={error} again={again} /> : <Loading what="the configuration" />;
  const tab = params["tab"] === "files" ? "files" : "resolved";
  const variables = value.sections.flatMap(({ name, variables: rows }) => rows.map((row) => ({ ...row, section: name })));
  return (
    <>
      <h1 class="config-head">Configuration</h1>
      <Changed files={value.files} />
      <Tabs
        label="Configuration"
        tabs={tabs}
        current={tab}
        onChange={(id) => setParams({ tab: id === "resolved" ? undefined : id, f: undefined, line: undefined })}
      >
        {tab === "files" ? (
          <Files files={value.files} shown={params["f"]} line={Number(params["line"])} onChoose={(f) => setParams({ f, line: undefined })} />
        ) : (
          <Resolved variables={variables} words={params["q"] ?? ""} sort={params["sort"]} setParams={setParams} />
        )}
      </Tabs>
    </>
  );
}

function Changed({ files }: { readonly files: readonly ConfigFile[] }) {
  const changed = files.filter(({ isChanged }) => isChanged);
  if (changed.length === 0) return null;
  return (
    <p class="banner">
      <Icon name="warning" />
      {changed.map(({ path }) => path).join(", ")} changed after this dashboard was started: what follows is how it was then.
    </p>
  );
}

interface ResolvedProps extends Pick<ViewProps<"config">, "setParams"> {
  readonly variables: readonly Variable[];
  readonly words: string;
  readonly sort: string | undefined;
}

function Resolved({ variables, words, sort, setParams }: ResolvedProps) {
  const needles = words.toLowerCase().split(/\s+/);
  const shown = variables.filter(({ section, name, value }) =>
    needles.every((needle) => `${section} ${name} ${value}`.toLowerCase().includes(needle)),
  );
  return (
    <>
      <div class="config-tools">
        <input
          type="search"
          aria-label="Narrow the variables"
          placeholder={`Narrow ${variables.length} variables`}
          value={words}
          onInput={({ currentTarget }) => setParams({ q: currentTarget.value || undefined }, { typing: true })}
        />
        <span class="soft" role="status">
          {words !== "" && `${shown.length} of ${variables.length}`}
        </span>
      </div>
      <DataTable
        label="Variables of the configuration"
        columns={columns}
        rows={shown}
        rowKey={({ section, name }) => `${section} ${name}`}
        rowRoute={({ file, line }) => ({ view: "config", params: { tab: "files", f: file, line: String(line) } })}
        {...(sort !== undefined && { sort: sort as Sort })}
        onSort={(next) => setParams({ sort: next })}
        empty={<EmptyState title="No variable has these words" />}
      />
    </>
  );
}

const columns: readonly Column<Variable>[] = [
  { id: "section", title: "Section", value: ({ section }) => section, width: 160 },
  { id: "name", title: "Variable", value: ({ name }) => name, width: 200 },
  {
    id: "value",
    title: "Value",
    value: ({ value }) => value,
    render: ({ value, masked }) => (masked ? <span class="soft">masked</span> : <code title={value}>{value}</code>),
  },
  {
    id: "origin",
    title: "From",
    value: ({ file, line }) => `${file}:${line}`,
    render: ({ file, line }) => (
      <Link to={{ view: "config", params: { tab: "files", f: file, line: String(line) } }} title={`${file}:${line}`}>
        {file.split("/").at(-1)}:{line}
      </Link>
    ),
    width: 200,
  },
];

interface FilesProps {
  readonly files: readonly ConfigFile[];
  readonly shown: string | undefined;
  readonly line: number;
  readonly onChoose: (path: string) => void;
}

function Files({ files, shown, line, onChoose }: FilesProps) {
  const file = files.find(({ path }) => path === shown) ?? files[0];
  if (file === undefined) return <EmptyState title="There are no files" />;
  return (
    <div class="config-files">
      <div class="config-tools">
        <label>
          <span class="only-spoken">File</span>
          <select value={file.path} onChange={({ currentTarget }) => onChoose(currentTarget.value)}>
            {files.map(({ path }) => (
              <option key={path} value={path}>
                {path}
              </option>
            ))}
          </select>
        </label>
      </div>
      {file.text === undefined ? (
        <EmptyState title="The text is not shown">It may hold values that only somebody with level admin may see, or it cannot be read.</EmptyState>
      ) : (
        <FileText text={file.text} line={line} />
      )}
    </div>
  );
}
