import type { Flag, FlagGroup } from "./flags/flag.js";
import { flagGroups } from "./flags.js";

const column = 30;

const examples: readonly (readonly [string, string])[] = [
  ["megatest -run -target arm/1.2 -runname nightly", "run all tests"],
  ["megatest -run -target arm/1.2 -runname nightly -testpatt 'boot,net/%' -rerun FAIL", "run failed ones of some tests again"],
  ["megatest -list-runs %", "show all runs with their tests"],
  ["megatest -list-runs night% -target arm/% -fields runs:runname+tests:testname,status -dumpmode json", "the same for programs"],
  ["megatest -remove-runs -target arm/1.2 -runname nightly -testpatt % -status FAIL", "remove the failed tests of a run"],
  ["megatest -step build :state end :status $?", "record a step from inside a test"],
];

const exitCodes: readonly (readonly [string, string])[] = [
  ["0", "done; also when tests of a run failed (but see -exit-code-from-results) or nothing matched"],
  ["1", "not possible: the message says why"],
  ["2", "no megatest.config here or in any directory above"],
  ["3", "target, run name or test pattern is missing"],
  ["4", "-run was stopped by a signal and did not end in time"],
  ["5", "a command for use inside a test was used outside"],
  ["6", "-step or -test-status without state and status, -runstep without a command"],
  ["10", "-run with -exit-code-from-results: a selected test did not pass"],
  ["128+N", "ended by signal N"],
];

/** What a program says about itself. */
export interface HelpPage {
  readonly usage: string;
  readonly about: string;
  readonly groups: readonly FlagGroup[];
  /** Commands with their meaning. */
  readonly examples: readonly (readonly [string, string])[];
  readonly exitCodes: readonly (readonly [string, string])[];
}

/** The text of `megatest -h`, wrapped to the width of the terminal. */
export function helpText(width?: number): string {
  const about = "Runs suites of tests and keeps their results. Run it in an area (a directory with a megatest.config) or below one.";
  return pageText({ usage: "megatest ACTION... [OPTION [VALUE]]...", about, groups: flagGroups, examples, exitCodes }, width);
}

export function pageText({ usage, about, groups, examples, exitCodes }: HelpPage, width = 80): string {
  const parts = [
    `Usage: ${usage}`,
    wrap(about, "", width),
    ...groups.flatMap((group) => groupText(group, width)),
    section(
      "Examples",
      examples.map(([command, meaning]) => `  ${command}\n${wrap(meaning, " ".repeat(6), width)}`),
    ),
    section(
      "Exit codes",
      exitCodes.map(([code, meaning]) => entry(`  ${code}`, meaning, width, 10)),
    ),
  ];
  return `${parts.join("\n\n")}\n`;
}

function groupText(group: FlagGroup, width: number): string[] {
  const listed = group.flags.filter((flag) => flag.unlisted === undefined);
  return listed.length === 0
    ? []
    : [
        section(
          group.title,
          listed.map((flag) => flagText(flag, width)),
        ),
      ];
}

function flagText(flag: Flag, width: number): string {
  const label = `  ${flag.names.join(", ")}${flag.value === undefined ? "" : ` ${flag.value}`}`;
  const needs = flag.needs === undefined ? "" : ` (needs ${flag.needs.join(" ")})`;
  return entry(label, flag.help + needs, width, column);
}

const section = (title: string, lines: readonly string[]) => [`${title}:`, ...lines].join("\n");

/** A label and its explanation beside it, or below it when the label is too long. */
function entry(label: string, text: string, width: number, indent: number): string {
  const wrapped = wrap(text, " ".repeat(indent), width);
  return label.length + 2 > indent ? `${label}\n${wrapped}` : label.padEnd(indent) + wrapped.slice(indent);
}

function wrap(text: string, indent: string, width: number): string {
  const lines: string[] = [];
  let line = indent;
  for (const word of text.split(" ")) {
    const isFirst = line.length === indent.length;
    if (!isFirst && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent + word;
    } else line += isFirst ? word : ` ${word}`;
  }
  return [...lines, line].join("\n");
}
