import type { OriginVariable, TestConfig } from "../../../src/view/index.js";
import { useAnswer } from "../../app/use-answer.js";
import { ErrorState, Loading } from "../../parts/states.js";
import { PlaceLink } from "./place.js";
import { inSameRun, testQuestion, testRoute } from "./refs.js";
import type { TestTabProps } from "./tab-props.js";

/** The testconfig: values with their origin, items, text, and what has changed since the run. Spec 06 § 24 */
export default function Config({ test }: TestTabProps) {
  const { value, error } = useAnswer("test/config", testQuestion(test));
  if (error !== undefined && value === undefined) return <ErrorState error={error} />;
  if (value === undefined) return <Loading what="configuration" />;
  return (
    <div class="page config-tab">
      <p class="soft">
        {value.asRun
          ? "Values as this run used them; places as the files are now."
          : "Values as the files have them now, without running their commands."}
      </p>
      <Changes changes={value.changes ?? []} />
      {value.sections.map(({ name, variables }) => (
        <section key={name}>
          <h2 class="mono">[{name}]</h2>
          <Variables variables={variables} />
        </section>
      ))}
      {value.items.length > 0 && (
        <section>
          <h2>Items</h2>
          <table class="plain-table">
            <thead>
              <tr>
                <th scope="col">Item</th>
                {value.itemVariables.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {value.items.map(({ path, values }) => (
                <tr key={path}>
                  <th scope="row">
                    <PlaceLink to={testRoute(inSameRun(test, { testname: test.n, item_path: path }))}>{path}</PlaceLink>
                  </th>
                  {values.map((text, index) => (
                    <td key={value.itemVariables[index]}>{text}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
      {value.files.map(({ file, text }, index) => (
        <details key={file} open={index === 0}>
          <summary class="mono">{file}</summary>
          <ol class="log-lines source">
            {text
              .replace(/\n$/, "")
              .split("\n")
              .map((line, at) => (
                <li key={at}>
                  <span class="line-number" aria-hidden="true">
                    {at + 1}
                  </span>
                  <span>{line}</span>
                </li>
              ))}
          </ol>
        </details>
      ))}
    </div>
  );
}

export function Variables({ variables }: { readonly variables: readonly OriginVariable[] }) {
  if (variables.length === 0) return <p class="soft">empty</p>;
  return (
    <table class="plain-table variables">
      <tbody>
        {variables.map(({ name, value, masked, file, line }) => (
          <tr key={name}>
            <th scope="row" class="mono">
              {name}
            </th>
            <td class="mono value">{masked ? <Masked /> : value.replace(/^\n/, "")}</td>
            <td class="soft origin">{file !== "" && `${file}${line > 0 ? `:${line}` : ""}`}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** In place of a value that is not for everybody. */
export function Masked() {
  return (
    <span class="soft" title="Masked: see [dashboard] hide-vars">
      ••••••
    </span>
  );
}

function Changes({ changes }: Required<Pick<TestConfig, "changes">>) {
  if (changes.length === 0) return null;
  return (
    <section>
      <h2>Changed since this run</h2>
      <ol class="log-lines source">
        {changes.map(({ kind, line, text }) => (
          <li key={`${kind} ${line}`} class={kind}>
            <span class="line-number">
              <span aria-hidden="true">{kind === "added" ? "+" : "−"}</span>
              <span class="only-spoken">{kind}</span> {line}
            </span>
            <span>{text}</span>
          </li>
        ))}
      </ol>
    </section>
  );
}
