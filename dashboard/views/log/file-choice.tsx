import type { ViewProps } from "../../app/view-props.js";
import type { LogFile } from "./log-files.js";

interface FileChoiceProps {
  readonly files: readonly LogFile[];
  readonly f: string;
  readonly setParams: ViewProps["setParams"];
}

/** Parameters that belong to one file. */
const ofFile = { line: undefined, tail: undefined, source: undefined, raw: undefined };

/** Which of the test's logs is shown. */
export function FileChoice({ files, f, setParams }: FileChoiceProps) {
  return (
    <select class="log-file" aria-label="Log" title={f} value={f} onChange={({ currentTarget }) => setParams({ ...ofFile, f: currentTarget.value })}>
      {files.map((file) => (
        <option key={file.f} value={file.f}>
          {file.of === "" || file.f === `${file.of}.log` ? file.f : `${file.f} (${file.of})`}
        </option>
      ))}
    </select>
  );
}
