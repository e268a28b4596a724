import { describe, expect, it } from "vitest";
import { runLogpro } from "../../tests/kit/logpro-run.js";

const lines = (...texts: string[]) => texts.map((text) => `${text}\n`).join("");
const exitCode = (rules: string, ...log: string[]) => runLogpro(rules, lines(...log)).exit_code;
const rule = (kind: string, pattern: string, comparison = "= 0") => `(expect:${kind} in "LogFileBody" ${comparison} "${kind} rule" #/${pattern}/)`;

describe("verdicts", () => {
  it("08-3: an error rule fails on a bad line", () => {
    expect(exitCode(rule("error", "bad"), "ok", "bad")).toBe(1);
    expect(exitCode(rule("error", "bad"), "ok")).toBe(0);
  });

  it("08-4: an earlier ignore rule takes the line away, a later one does not", () => {
    const ignore = rule("ignore", "benign bad", "< 99");
    expect(exitCode(ignore + rule("error", "bad"), "benign bad")).toBe(0);
    expect(exitCode(rule("error", "bad") + ignore, "benign bad")).toBe(1);
  });

  it("08-5: error beats warning, abort beats error, skip beats abort", () => {
    const rules = ["warning", "error", "abort", "skip"].map((kind) => rule(kind, `a ${kind} line`)).join("");
    expect(exitCode(rules, "a warning line", "a error line")).toBe(1);
    expect(exitCode(rules, "a warning line", "a error line", "a abort line")).toBe(5);
    expect(exitCode(rules, "a warning line", "a error line", "a abort line", "a skip line")).toBe(6);
  });

  it("08-6: check beats error", () => {
    expect(exitCode(rule("check", "a") + rule("error", "b"), "a", "b")).toBe(3);
  });

  it("08-7: warning beats waive", () => {
    expect(exitCode(rule("waive", "a") + rule("warning", "b"), "a", "b")).toBe(2);
    expect(exitCode(rule("waive", "a") + rule("warning", "b"), "a")).toBe(4);
  });

  it("08-8: a required line that is missing", () => {
    expect(exitCode(rule("required", "done", "> 0"), "x")).toBe(1);
    expect(exitCode(rule("required-warn", "done", "> 0"), "x")).toBe(2);
  });

  it("08-9: a required rule loses its line to an earlier rule", () => {
    const run = runLogpro(rule("ignore", "done", "< 99") + rule("required", "done", "> 0"), "done\n");
    expect(run.exit_code).toBe(1);
    expect(run.log).toContain("of required rule, got 0");
  });

  it.each(["ignore", "note"])("08-10: a failed %s rule changes nothing", (kind) => {
    const run = runLogpro(rule(kind, "x"), "x\n");
    expect(run.exit_code).toBe(0);
    expect(run.log).toMatch(/Expect: rule-0 .* FAIL, /);
    expect(run.dat).toBe("[final]\nexit-code 0\nexit-status PASS\n");
  });

  it("08-37: other spellings", () => {
    expect(exitCode(rule("warn", "x"), "x")).toBe(2);
    expect(exitCode(rule("waiver", "x"), "x")).toBe(4);
    expect(exitCode(rule("waived", "x"), "x")).toBe(4);
    expect(exitCode('(expect in logfile = 0 "e" #/x/)', "x")).toBe(1);
    expect(runLogpro(rule("fail", "x"), "x\n").loadError).toBe("rules:1: unbound variable: expect:fail");
  });

  it("08-38: counts compare as numbers", () => {
    expect(exitCode(rule("required", "x", "= 1.0"), "x")).toBe(0);
  });

  it("08-32: an empty log", () => {
    expect(exitCode(rule("error", "bad"))).toBe(0);
    expect(exitCode(rule("required", "done", "> 0"))).toBe(1);
    expect(runLogpro(rule("error", "bad"), "").log).toContain("Trigger: LogFileBodyStart            FAIL, count=0");
  });

  it("§ 5: a comparison that is none of the five is never met", () => {
    expect(exitCode('(expect:error in logfile (lambda (a b) #t) 0 "n" #/x/)')).toBe(1);
    expect(exitCode('(expect:error in logfile eq? 0 "n" #/x/)')).toBe(1);
  });
});

describe("triggers and sections", () => {
  const section = '(trigger "On" #/BEGIN/) (trigger "Off" #/END/) (section "S" "On" "Off")';
  const within = (where: string, pattern: string) => `(expect:note ${where} "S" > 0 "n" #/${pattern}/)`;
  const credited = (rules: string, ...log: string[]) =>
    [...runLogpro(rules, lines(...log)).log.matchAll(/^LOGPRO Note: .* on line (\d+)$/gm)].map((match) => Number(match[1]));

  it("08-11: a trigger that never fires", () => {
    const run = runLogpro('(trigger "T" #/x/) (trigger:non-required "U" #/y/)', "z\n");
    expect(run.exit_code).toBe(0);
    expect(run.log).toContain(`Trigger: T             ${"FAIL".padStart(15)}, count=0\n`);
    expect(run.log).toContain(`Trigger: U             ${"OPTIONAL".padStart(15)}, count=0\n`);
  });

  it("08-12: the start line is inside, the end line is not", () => {
    expect(credited(section + within("in", "."), "a", "BEGIN", "b", "END", "c")).toEqual([1, 2]);
  });

  it("08-13: outside of a section", () => {
    expect(credited(section + within("not-in", "."), "a", "BEGIN", "b", "END", "c")).toEqual([0, 3, 4]);
  });

  it("08-14: a limit of two", () => {
    const limited = '(trigger-with-limit "On" 2 #/BEGIN/) (trigger-with-limit "Off" 9 #/END/) (section "S" "On" "Off")';
    const block = ["BEGIN", "b", "END"];
    expect(credited(limited + within("in", "b"), ...block, ...block, ...block)).toEqual([1, 4]);
  });

  it("§ 3.3: a limit of 0 never fires; one trigger as start and end only starts; lists of patterns are flattened", () => {
    expect(credited(`(trigger-with-limit "On" 0 #/B/) (trigger "Off" #/E/) (section "S" "On" "Off")${within("in", ".")}`, "B", "x")).toEqual([]);
    expect(credited(`(trigger-with-limit "T" 9 (list #/B/ (list "C"))) (section "S" "T" "T")${within("in", ".")}`, "a", "B", "x", "C")).toEqual([
      1, 2, 3,
    ]);
  });

  it("§ 4: rules of an undefined section and `before` and `after` are never hit", () => {
    expect(credited(`${within("in", ".")}${within("not-in", ".")}`, "a")).toEqual([]);
    expect(credited('(expect:note before "LogFileBody" > 0 "n" #/./) (expect:note after "LogFileBody" > 0 "n" #/./)', "a")).toEqual([]);
  });

  it("§ 3.3: a discarding section is left out of log and page", () => {
    const run = runLogpro(
      `(trigger "On" #/BEGIN/) (trigger "Off" #/END/) (section "S" "On" "Off" mode: 'discard)`,
      lines("a", "BEGIN", "b", "END", "c"),
    );
    expect(run.log).toMatch(/^LOGPRO: .*\na\nLOGPRO: .*On.*\nLOGPRO: .*Off.*\nEND\nc\n/);
    expect(run.page).toMatch(/^<a.*>a<\/a>\n<a.*>END<\/a>\nc\n/);
  });

  it("08-31: earlier rules of listed sections still count", () => {
    const run = runLogpro(`${rule("required", "good", "> 0")}(expect:error in (list "LogFileBody" "S") = 0 "e" #/bad/)`, lines("good", "bad"));
    expect(run.log).toContain("rule-0 Required in LogFileBody    OK");
    expect(run.log).toContain("rule-1 Error    in LogFileBody  FAIL");
    expect(run.log).toContain("rule-1 Error    in S              OK");
  });
});

describe("patterns", () => {
  it("08-15: flag i", () => {
    expect(exitCode('(expect:error in logfile = 0 "e" #/ERROR/i)', "an error")).toBe(1);
  });

  it("08-16: a list of patterns, of which one is a string", () => {
    expect(exitCode('(expect:error in logfile = 0 "e" (list #/a/ "b"))', "b")).toBe(1);
    expect(exitCode('(expect:error in logfile = 0 "e" \'(#/a/ #/b/))', "b")).toBe(1);
  });

  it("08-17: an escaped slash", () => {
    expect(exitCode('(expect:error in logfile = 0 "e" #/a\\/b/)', "a/b")).toBe(1);
  });

  it("08-35: lines that end in CR LF", () => {
    expect(runLogpro(rule("required", "done$", "> 0"), "one\r\ndone\r\n").exit_code).toBe(0);
  });

  it("§ 3.2: a bad expression is a mistake in the arguments", () => {
    const run = runLogpro('(expect:error in logfile = 0 "e" "(")', "x\n");
    expect(run.printed).toContain("ERROR: missing ) in regular expression\n");
    expect(run.exit_code).toBe(1);
  });
});

describe("value rules", () => {
  const value = (bounds: string, pattern = "v=([0-9.]+)", keywords = "") => `(expect:value in "LogFileBody" ${bounds} "v" #/${pattern}/ ${keywords})`;

  it("08-18: within the tolerance", () => {
    const run = runLogpro(value("1.9 0.1"), "v=1.85\n");
    expect(run.exit_code).toBe(0);
    expect(run.dat).toContain("measured 1.85\ntype +/-\ntolerance 0.1\npass 1\nfail 0\n");
  });

  it("08-19: outside of it, once or at all, or never seen", () => {
    expect(exitCode(value("1.9 0.1"), "v=2.5")).toBe(1);
    expect(exitCode(value("1.9 0.1"), "v=1.85", "v=2.5")).toBe(1);
    const run = runLogpro(value("1.9 0.1"), "other\n");
    expect(run.exit_code).toBe(1);
    expect(run.dat).toContain("measured -\n");
  });

  it("08-20: a comparison as tolerance", () => {
    const run = runLogpro(value("10 >"), "v=12\n");
    expect(run.exit_code).toBe(0);
    expect(run.dat).toContain("type >\npass 1\n");
    expect(run.dat).not.toContain("tolerance");
  });

  it("08-21: the number in another group", () => {
    expect(runLogpro(value("5 0", "(\\d+) of (\\d+)", "matchnum: 2"), "3 of 5\n").dat).toContain("measured 5\n");
  });

  it("corrections: without the group all groups are shown", () => {
    const run = runLogpro(value("5 0", "plain"), "plain\n");
    expect(run.log).toContain('got ("plain") which is FAIL 5');
    expect(run.dat).toContain("measured (plain)\n");
  });
});

describe("keywords", () => {
  it("08-22: expiry", () => {
    const expiring = (date: string) => `(expect:error in logfile = 0 "e" #/bad/ expires: "${date}")${rule("note", "x", "< 9")}`;
    const expired = runLogpro(expiring("01/01/2001"), "bad\n");
    expect(expired.exit_code).toBe(0);
    expect(expired.printed).toContain("rule-0 expired on 01/01/2001");
    expect(expired.log).toContain("rule-1 Note");
    expect(runLogpro(expiring("12/31/2199"), "bad\n").exit_code).toBe(1);
    expect(runLogpro(expiring("01/01/2020"), "bad\n").exit_code).toBe(0);
    expect(runLogpro(expiring("01/02/2020"), "bad\n").exit_code).toBe(1);
    const unclear = runLogpro(expiring("13/01/2001"), "bad\n");
    expect(unclear.printed).toContain("WARNING: Couldn't parse date");
    expect(unclear.exit_code).toBe(1);
  });

  it("08-23: waivers come first", () => {
    expect(runLogpro(rule("error", "bad"), "bad\n", rule("waive", "bad")).exit_code).toBe(4);
  });

  it("§ 3.1: class, type, unknown keywords", () => {
    const run = runLogpro(`(expect:error in logfile = 0 "e" #/bad/ class: "loud" type: 'warning colour: "red")`, "bad\n");
    expect(run.exit_code).toBe(2);
    expect(run.page).toContain('class="warning loud">bad</a>');
    expect(run.dat).toContain("message warning: e\n");
  });

  it("08-33: a hook gets the groups, once if it is a one-time hook", () => {
    const hooked = (options: string) => `(expect:error in logfile = 0 "e" #/key (\\w+)/ hook: "h") (hook:add "h" "echo #{m1} >> h" ${options})`;
    const log = lines("key a", "key b");
    expect(runLogpro(hooked(""), log).hooks).toEqual(["echo a >> h", "echo b >> h"]);
    expect(runLogpro(hooked("one-time: #t"), log).hooks).toEqual(["echo a >> h"]);
  });

  it("§ 3.4: variables of hooks, quoted where asked for; output goes to the log", () => {
    const run = runLogpro(
      '(hook:add "h" "#{line}|#{msg}|#{escaped m1}|#{m2}|#{nope}") (expect:note in logfile > 0 "n" #/it.s (\\w+)( x)?/ hook: "h")',
      "so it's me!\n",
    );
    expect(run.hooks).toEqual(["it's me|so it's me!|'me'||#{nope}"]);
    expect(run.log).toContain(`NONERR HOOK CALLED: ${run.hooks[0]}\noutput of ${run.hooks[0]}\nso it's me!\n`);
    const quoted = runLogpro('(hook:add "h" "#{escaped msg}") (expect:note in logfile > 0 "n" #/x/ hook: "h")', "x'y\n");
    expect(quoted.hooks).toEqual(["'x'\\''y'"]);
  });

  it("§ 3.4: the hook of a value rule runs again in the summary", () => {
    const run = runLogpro(
      '(hook:add "h" "#{measured} #{expected} #{tolerance} #{message}") (expect:value in logfile 5 < "v" #/v=(.*)/ hook: "h")',
      lines("v=4", "v=3.0"),
    );
    expect(run.hooks.at(-1)).toBe("3.0 5 < v");
    expect(run.log).toContain("VALUE HOOK CALLED: 3.0 5 < v\n");
    expect(runLogpro('(hook:add "h" "x") (expect:value in logfile 5 < "v" #/v=(.*)/ hook: "h")', "v=none\n").hooks).toEqual(["x"]);
  });
});

describe("the .dat file", () => {
  it("08-26: a failing run", () => {
    expect(runLogpro(rule("error", "bad"), "bad\n").dat).toBe("[final]\nexit-code 1\nexit-status FAIL\nmessage error: error rule\n");
  });

  it("08-27: a passing run", () => {
    expect(runLogpro(rule("error", "bad"), "ok\n").dat).toBe("[final]\nexit-code 0\nexit-status PASS\n");
  });

  it("§ 6: the message names the first failing rule of the kind that decided", () => {
    expect(runLogpro(rule("warning", "a") + rule("abort", "b"), lines("a", "b")).dat).toContain("message abort: abort rule\n");
  });

  it("a line end in a name does not begin a line", () => {
    expect(runLogpro('(expect:error in logfile = 0 "a\nexit-code 0" #/x/)', "x\n").dat).toContain("message error: a exit-code 0\n");
  });
});

describe("mistakes", () => {
  it("08-28: an unbound name", () => {
    const run = runLogpro(`${rule("error", "x")}\n(nosuch 1)`, "x\n");
    expect(run.exit_code).toBe(1);
    expect(run.loadError).toBe("rules:2: unbound variable: nosuch");
  });

  it("08-29: a count that is no number", () => {
    const run = runLogpro('(expect:error in logfile = "0" "e" #/bad/)', "x\n");
    expect(run.printed).toContain("ERROR: value must be a number\n");
    expect(run.exit_code).toBe(1);
    expect(run.dat).toContain("message error: value must be a number in rule-0\n");
  });

  it.each([
    ['(expect:error "in" logfile = 0 "e" #/x/)', "where must be a symbol"],
    ['(expect:error in 5 = 0 "e" #/x/)', "section must be a string or a list of strings"],
    ['(expect:error in (list "a" 1) = 0 "e" #/x/)', "section must be a string or a list of strings"],
    ['(expect:error in logfile "=" 0 "e" #/x/)', "comparison must be a procedure"],
    ["(expect:error in logfile = 0 'e #/x/)", "name must be a string"],
    ['(expect:error in logfile = 0 "e" 5)', "pattern must be a regular expression"],
    ['(expect:error in logfile = 0 "e" #/x/ expires: 5)', "expires must be a string"],
    ['(expect:value in logfile "5" 1 "e" #/x/)', "expected must be a number"],
    ['(expect:value in logfile 5 "1" "e" #/x/)', "tolerance must be a number"],
    ['(trigger-with-limit "t" "2" #/x/)', "limit must be a number"],
  ])("§ 3.1: %s", (rules, mistake) => {
    const run = runLogpro(rules, "y\n");
    expect(run.printed).toContain(`ERROR: ${mistake}\n`);
    expect(run.exit_code).toBe(1);
  });

  it("§ 2: a warning hides a mistake", () => {
    expect(exitCode(`(expect:error in logfile = "0" "e" #/bad/)${rule("warning", "x")}`, "x")).toBe(2);
  });

  it("corrections: (exit N) ends logpro", () => {
    expect(runLogpro("(exit 9)", "x\n")).toMatchObject({ exit_code: 9, dat: "", log: "" });
    expect(runLogpro("(exit)", "x\n").exit_code).toBe(0);
  });
});

describe("rule files are programs", () => {
  it("08-30: rules made in a loop", () => {
    const rules = '(for-each (lambda (s) (expect:required in logfile > 0 s (regexp s))) (list "a" "b"))';
    expect(exitCode(rules, "a", "b")).toBe(0);
    expect(runLogpro(rules, "a\n").log).toContain("rule-1 Required in LogFileBody  FAIL");
  });

  it("§ 9: load, declarations, settings", () => {
    const run = runLogpro(
      '(use regex) (import chicken) (use trace)(trace car) (logpro:set! "summdat" #f) (load "more.logpro") (print "hello " (logpro:get "summdat"))',
      "x\n",
    );
    expect(run.loadError).toBeUndefined();
    expect(run.printed).toBe("hello #f\n");
    expect(run.log).toContain("LOGPRO Note: loaded");
    expect(runLogpro('\n(load "none")', "").loadError).toBe("rules:2: (load) no such file: none");
  });

  it("§ 9: waivers and rules share one environment", () => {
    expect(runLogpro('(expect:error in logfile = limit "e" #/x/)', "x\n", "(define limit 1)").exit_code).toBe(0);
  });
});

describe("the page", () => {
  it("08-34: lines are escaped", () => {
    const run = runLogpro(rule("error", "bold"), lines("<b>bold</b> & more", "<i>"));
    expect(run.page).toContain('class="error">&lt;b&gt;bold&lt;/b&gt; &amp; more</a>\n&lt;i&gt;\n');
    expect(run.page).not.toContain("<b>bold");
  });

  it("names of the rule file are escaped, in attributes too", () => {
    const run = runLogpro('(trigger "a\\"><script>" #/x/) (expect:error in logfile = 0 "<u>" "<y>" class: "\\"q")', lines("x", "<y>"));
    expect(run.page).not.toMatch(/<script>|<u>|<y>|class="error "q/);
  });

  it("08-36: anchors lead from one credited line to the next and to the table", () => {
    const three = rule("note", "never") + rule("note", "never") + rule("note", "never");
    const { page } = runLogpro(three + rule("error", "bad"), lines("bad", "ok", "bad"));
    expect(page).toContain('<a name="key_3_2"></a><a href="#key_3_3" class="error">bad</a>');
    expect(page).toContain('<a name="key_3_3" href="#key_3_1">rule-3</a>');
  });

  it("§ 7: the end of the page", () => {
    const { page } = runLogpro(
      `(trigger "Go" #/go/)${rule("error", "bad")}(expect:value in logfile 10 > "v" #/v=(.*)/)`,
      lines("first", "go", "bad", "v=11"),
    );
    expect(page).toContain('<a name="Go"></a><a href="#Go_table" class="trigger Go">go</a>\n');
    expect(page).toContain('<a name="Go_table" href="#Go">Trigger: Go                         OK, count=1 </a>\n');
    expect(page).toContain("<td>&gt;</td><td></td><td>10</td><td>11</td><td>/v=(.*)/</td>");
    expect(page).toContain('<td class="fail">FAIL</td><td>=</td><td>0</td><td>error rule</td><td>1</td><td>/bad/</td>');
    expect(page.endsWith('<h1 class="exitcode">EXIT CODE: 1 (FAIL)</h1></body></html>\n')).toBe(true);
  });
});
