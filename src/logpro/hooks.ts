import type { Groups } from "../scheme/index.js";

/** The command of a hook with its `#{NAME}` and `#{escaped NAME}` filled in; unknown names stay. Spec 08 § 3.4. */
export function fillHook(command: string, variables: ReadonlyMap<string, string>): string {
  return command.replace(/#\{(escaped +)?(\w+)\}/g, (whole, escaped: string | undefined, name: string) => {
    const value = variables.get(name);
    if (value === undefined) return whole;
    return escaped === undefined ? value : `'${value.replaceAll("'", "'\\''")}'`;
  });
}

/** The variables of a hook that runs for a line: the reference has `line` and `msg` swapped, and rule files rely on it. */
export function lineVariables(line: string, groups: Groups): Map<string, string> {
  const variables = new Map([
    ["msg", line],
    ["line", groups[0] ?? ""],
  ]);
  for (const [index, group] of groups.entries()) if (index > 0) variables.set(`m${index}`, group ?? "");
  return variables;
}
