/** Which file holds a setting: M megatest.config, T testconfig, C the control area of mtutil. */
export type SettingFiles = "M" | "T" | "C" | "MT" | "MC";

interface Described<Kind extends string, Default> {
  readonly kind: Kind;
  readonly files: SettingFiles;
  readonly default: Default;
  readonly meaning: string;
}

/**
 * `default` is what holds without the setting. Of a switch only the opposite of the default counts: `yes` turns on, `no`
 * turns off. A `present` setting is on when it exists, even with the text `no`; a `flag` needs another text than `no`.
 */
export type Setting =
  | Described<"text", string>
  | Described<"number", number | undefined>
  | Described<"switch", boolean>
  | Described<"present", false>
  | Described<"flag", false>;

type Kinds = { readonly [Kind in Setting["kind"]]: Extract<Setting, { kind: Kind }> };

const text = (files: SettingFiles, fallback: string, meaning: string): Kinds["text"] => ({ kind: "text", files, default: fallback, meaning });
const number = <Default extends number | undefined>(files: SettingFiles, fallback: Default, meaning: string): Described<"number", Default> => {
  return { kind: "number", files, default: fallback, meaning };
};
const onOff = (files: SettingFiles, fallback: boolean, meaning: string): Kinds["switch"] => {
  return { kind: "switch", files, default: fallback, meaning };
};
const present = (files: SettingFiles, meaning: string): Kinds["present"] => ({ kind: "present", files, default: false, meaning });
const flag = (files: SettingFiles, meaning: string): Kinds["flag"] => ({ kind: "flag", files, default: false, meaning });

/**
 * Every setting with a fixed name, by section. Validation, defaults and the manual derive from this table. Settings that
 * old areas may have without any effect say so: they are accepted, nothing more.
 *
 * @see spec 01 § 12
 */
export const settings = {
  setup: {
    linktree: text("M", "<toppath>/lt", "Root of the link tree, in which every test has its place; MT_LINKTREE wins"),
    "area-name": text("M", "", "Name of the area; without it that of its directory, less the last suffix"),
    testsuite: text("M", "", "Older spelling of area-name"),
    max_concurrent_jobs: number("M", 50, "Tests that may run at once in the whole area"),
    reruns: number("M", 1, "Automatic further passes over tests that got stuck, died or found no items"),
    "allow-auto-rerun": text("M", "", "STATE/STATUS pairs; tests in them are set back to NOT_STARTED when a run begins"),
    "allow-runs": onOff("M", true, "no: nothing can be run in this area, e.g. because it only keeps finished runs"),
    "auto-migrate": text("M", "", "Area or path to which finished runs move after 30 days; see [automigrate] for finer rules"),
    "auto-reduce": text("M", "", "Age, e.g. 30d, at which finished runs go to completed-runs.db; see [autoreduce] for finer rules"),
    "exit-code-from-results": onOff("M", false, "yes: -run waits for its tests and ends with 10 when a selected one did not pass"),
    "run-wait": onOff("M", false, "yes: -run stays until all tests have ended"),
    "give-up-waiting": number("M", 36_000, "Seconds without anything running after which the remaining tests are given up"),
    "inter-test-delay": number("M", 0.1, "Seconds between two tries when nothing can be started"),
    "launch-delay": number("M", 1, "Least seconds between two launches; fractions allowed"),
    launchwait: onOff("M", true, "no: do not wait for the launch command to end"),
    executable: text("M", "", "The megatest program on the hosts that execute tests; without it this one"),
    testcopycmd: text("M", "", "Command that copies a test; TEST_SRC_PATH and TEST_TARG_PATH stand for the directories"),
    minspace: number("M", 10_000, "KiB that a run disk must have free"),
    "free-space-script": text("M", "", "Program that is given a path and prints its free space, in the unit of minspace"),
    "dbdir-space-required": number("M", 100_000, "KiB that the disks of the live database and of the area must have free before a run"),
    runtimelim: text("M", "", "Time limit of tests, e.g. 1h 30m; [requirements] runtimelim of a test wins"),
    "test-stats-update-period": number("M", 30, "Seconds between two looks at the load and disk of a running test"),
    blacklistvars: text("M", "", "Variables to leave out of megatest.sh and megatest.csh, instead of the usual ones"),
    deadtime: number("M", 7200, "Seconds without a sign of life after which a test counts as dead"),
    "use-cache": onOff("M", true, "no: read the configuration anew in every process; -no-cache and MT_USE_CACHE win"),
    "use-wal": present("M", "New databases under /tmp use a write-ahead log"),
    "log-expire-days": number("M", 30, "Days after which files in logs/ are deleted"),
    htmlviewercmd: text("M", "", "Program that shows HTML pages; without it that of the desktop"),
    editor: text("M", "", "Editor that the dashboard opens; without it VISUAL, EDITOR or vi"),
    "editor-regex": text("M", "\\b(vim?|nano|pico)\\b", "Editors that need a terminal window"),
    nodot: present("M", "Show the tests as a plain grid instead of a graph"),
    "num-tests-to-get": number("M", 200, "Tests that the dashboard fetches with one query"),
    waivercommentpatt: text("M", "", "Regular expression that the comment of a waiver must match in whole"),
    pktsdirs: text("MC", "", "Directories of packets; the first one is written to"),
    pdbpath: text("MC", "", "Directory of pkts.db; without it the first of pktsdirs"),
    maxload: number("C", 1.1, "Load per thread above which mtutil starts nothing"),
    runscript: text("T", "", "Program that is the test, in place of or before its steps"),
    runqueue: number("M", 1, "Accepted, no effect: tests that are registered ahead"),
    maxretries: number("M", 100, "Accepted, no effect: passes over tests that cannot run"),
    sychronous: text("M", "", "Accepted, no effect (spelled so): durability of a side database"),
    "incomplete-timeout": number("M", undefined, "Accepted, no effect"),
    monitordir: text("M", "", "Accepted, no effect"),
    dbdir: text("M", "", "Accepted, no effect"),
  },
  jobtools: {
    launcher: text("M", "", "Command line in front of each test's own; without it tests run in the background of this host"),
    "flexi-launcher": flag("M", "Choose a launcher for each test by [launchers] and [host-types]"),
    useshell: onOff("M", true, "no: start the launcher without a shell"),
    maxload: text("MC", "3.0", "Load per CPU above which launching waits, at least 0.5; text that is no number: never wait"),
    maxhomehostload: text("M", "1.2", "The same for the load of the homehost"),
    waitdelay: number("M", 60, "Seconds between two looks at the load"),
    workhosts: text("M", "", "Accepted, no effect"),
  },
  runs: {
    "pre-hook": text("M", "", "Shell line before a run that has no tests yet"),
    "post-hook": text("M", "", "Shell line after the last launch of a run"),
  },
  validvalues: {
    state: text("MT", "", "States that -step may be given without a warning"),
    status: text("MT", "", "Statuses that -step may be given without a warning"),
    "cleanrerun-states": text("M", "KILLREQ,KILLED,UNKNOWN,INCOMPLETE,STUCK,NOT_STARTED", "States that -rerun-clean sets back"),
    "cleanrerun-statuses": text("M", "FAIL,INCOMPLETE,ABORT,CHECK,DEAD,PREQ_FAIL,PREQ_DISCARDED", "Statuses that -rerun-clean sets back"),
  },
  server: {
    homehost: text("M", "", "Host of the live database; without it the file .homehost says, or this host becomes it"),
    "auto-homehost": onOff("M", true, "no: the homehost moves to another host only by -migrate-homehost"),
    "homehost-quiet-time": text("M", "30m", "How long nothing must have run before the homehost moves by itself, in seconds or e.g. 2h"),
    "retire-hosts": text("M", "", "Hosts that hand the live database over as soon as nothing runs, and never become the homehost"),
    hostname: text("M", "", "Address to listen on, - for this host's own; without it all"),
    lowport: number("M", 32_768, "First port to try"),
    timeout: text("M", "60s", "How long nobody must have asked for anything before a server ends: in hours, or e.g. 30m"),
    runtime: number("M", 3600, "Seconds after which a server is no longer offered to clients"),
    force: text("M", "", "always: write through the server on the homehost too; test: only inside tests"),
    "sync-stale-seconds": number("M", 300, "Seconds after which a hanging sync is ignored"),
    "sync-period": number("M", 5, "Seconds that megatest.db may lag behind the live database"),
    "minimum-intersync-delay": number("M", 5, "Seconds between two syncs of the live database into the area"),
    numservers: number("M", 2, "Accepted, no effect: one server serves an area"),
    "delay-on-busy": flag("M", "Accepted, no effect"),
    daemonize: onOff("M", false, "Accepted, no effect"),
    transport: text("M", "http", "Accepted, no effect: http is the only one"),
    required: text("M", "", "Accepted, no effect"),
    faststart: text("M", "", "Accepted, no effect"),
    "server-query-threshold": text("M", "", "Accepted, no effect"),
    "max-sync-duration": text("M", "", "Accepted, no effect"),
  },
  client: { "use-http_proxy": onOff("M", false, "yes: reach the server through the http_proxy") },
  sync: { batchsize: number("M", 100, "Rows that one statement of a sync writes") },
  archive: {
    bup: text("M", "bup", "The bup program"),
    compress: number("M", 9, "Compression level"),
    minspace: number("M", 1000, "KiB that an archive disk must have free"),
  },
  dashboard: {
    cols: number("M", 8, "Runs that are shown; -cols wins"),
    testsort: text("M", "-event_time", "Order of the tests: + or - and testname, event_time or statestatus"),
    mode: text("M", "dashboard", "How filters combine; any other text: states and statuses are two plain conditions"),
    "poll-interval": number("M", 1000, "Milliseconds between two looks for changes"),
    "pre-command": text("M", "", "Text before commands that buttons start"),
    "post-command": text("M", "", "Text after commands that buttons start"),
    "use-viewscreen": present("M", "Start commands in viewscreen"),
    "file-roots": text("M", "", "Further directories from which the web dashboard shows files that a run directory links to"),
    "artefact-scripts": onOff("M", false, "yes: HTML files of tests may run scripts in the web dashboard, cut off from everything else"),
    serve: text("M", "local", "Who may look at the dashboard of the area's server without a token: local this host, read everybody, no nobody"),
    "max-level": text("M", "admin", "The most that anybody may do in the web dashboard: view, operate or admin"),
    "trust-proxy-user": text("M", "", "Header in which an authenticating proxy on the same host names the user to the web dashboard"),
    "free-commands": onOff("M", false, "yes: an admin may start other programs than megatest from the web dashboard"),
    history: number("M", 30, "Runs that the history of a test looks back on"),
    "hide-vars": text("M", "pass(word)?|secret|token|api_?key", "Regular expression, in any case: variables whose values the web dashboard masks"),
    "btn-height": text("M", "x16", "Accepted, no effect"),
    "btn-fontsz": text("M", "10", "Accepted, no effect"),
    "cell-width": text("M", "50", "Accepted, no effect"),
    "no-detachbox": present("M", "Accepted, no effect"),
  },
  requirements: {
    waiton: text("T", "", "Tests that must have passed before this one starts"),
    waitor: text("T", "", "Tests that are run with this one and wait for it"),
    mode: text("T", "normal", "normal, toplevel, itemwait (also itemmatch), exclusive; words may be combined"),
    priority: number("T", 0, "Tests with a higher number start first"),
    itemmap: text("T", "", "Lines of pattern and replacement that turn item paths into those of every waiton"),
    runtimelim: text("T", "", "Time limit of this test, e.g. 1h 30m"),
    diskspace: text("T", "", "Accepted, no effect"),
    memory: text("T", "", "Accepted, no effect"),
  },
  test_meta: {
    author: text("T", "", "Who wrote the test"),
    owner: text("T", "", "Who looks after the test"),
    description: text("T", "", "What the test is for"),
    reviewed: text("T", "", "When the test was reviewed, and by whom"),
    tags: text("T", "", "Comma list of words to find the test by"),
    jobgroup: text("T", "", "Group whose running tests [jobgroups] limits"),
  },
  skip: {
    prevrunning: present("T", "Skip while the test still runs in an earlier run"),
    fileexists: text("T", "", "Skip when this file exists"),
    rundelay: text("T", "", "Skip when an earlier run of the test is younger than this, e.g. 2h"),
  },
  subrun: {
    runwait: onOff("T", false, "Makes the test a run of its own; yes: the test lasts until that run has ended"),
    "run-wait": onOff("T", false, "The same as runwait"),
    "run-area": text("T", "", "Area of the sub-run; without it this one"),
    "start-dir": text("T", "", "Directory in which the sub-run is started"),
    target: text("T", "", "Target of the sub-run; without it this one"),
    "run-name": text("T", "", "Name of the sub-run; without it this run's"),
    "test-patt": text("T", "", "Tests of the sub-run; without it this run's"),
    "mode-patt": text("T", "", "Variable of the runconfigs that holds the test pattern"),
    "tag-expr": text("T", "", "Choose the tests of the sub-run by tags"),
    contour: text("T", "", "Contour of the sub-run"),
    msg: text("T", "", "Message of the sub-run"),
    log: text("T", "", "Log file of the sub-run"),
    new: text("T", "", "Passed on to the sub-run"),
    logpro: text("T", "", "Rules that judge the log of the sub-run"),
    passfail: text("T", "", "Accepted, no effect"),
    propagate: text("T", "", "Accepted, no effect"),
  },
} as const satisfies Readonly<Record<string, Readonly<Record<string, Setting>>>>;

/** Sections whose variables have names of the user's choice. */
export const freeSections: Readonly<Record<string, { readonly files: SettingFiles; readonly line: string; readonly meaning: string }>> = {
  fields: { files: "M", line: "KEY TYPE", meaning: "The keys of targets, in order, with the type of their database column" },
  disks: { files: "MT", line: "NAME PATH", meaning: "Disks for run directories; those of a test replace those of the area" },
  "tests-paths": { files: "M", line: "NAME PATH", meaning: "Directories of tests, searched in order before tests/" },
  "env-override": { files: "M", line: "VAR VALUE", meaning: "Variables for megatest and all tests, over those of runconfigs.config" },
  launchers: { files: "M", line: "TESTPATT TYPE", meaning: "Which tests start on which [host-types]; the first match counts" },
  "host-types": { files: "M", line: "TYPE COMMAND", meaning: "Launch command of a type, or #MTLOWESTLOAD and hosts to choose from" },
  hosts: { files: "M", line: "NAME HOST…", meaning: "Lists of hosts for use with #{g hosts NAME}" },
  jobgroups: { files: "M", line: "GROUP NUMBER", meaning: "How many tests of a [test_meta] jobgroup may run at once" },
  triggers: { files: "MT", line: "STATE/STATUS COMMAND", meaning: "Commands to run when a test gets there; those of the test come first" },
  testrollup: { files: "M", line: "TEST COMMAND", meaning: "Command whose output becomes the summary page of an itemized test" },
  "archive-disks": { files: "M", line: "NAME PATH", meaning: "Disks for archives" },
  automigrate: { files: "M", line: "AREA target=…; runname=…; age=…", meaning: "Which finished runs move to which area, and when" },
  autoreduce: { files: "M", line: "target=…; runname=…; age=…", meaning: "Which finished runs go to completed-runs.db, and when" },
  "ext-sync": { files: "M", line: "NAME dbtype:pg host:…", meaning: "Databases for -sync-to NAME" },
  graph: { files: "M", line: "NAME sqlite3:FILE TABLE TIME VAR VALUE FIELD…", meaning: "Further graphs of run times" },
  ezsteps: { files: "T", line: "STEP COMMAND", meaning: "The steps of the test, in order" },
  logpro: { files: "T", line: "STEP RULES", meaning: "Rules for the log of a step that has no STEP.logpro file" },
  itemmap: { files: "T", line: "TEST PATTERN REPLACEMENT", meaning: "How item paths of this test turn into those of a waiton" },
  items: { files: "T", line: "VAR VALUE…", meaning: "Item variables; every combination of their values is an item" },
  itemstable: { files: "T", line: "VAR VALUE…", meaning: "Item variables; the n-th values together are an item" },
  waivers: { files: "T", line: "NAME RULE GLOB", meaning: "Which files are compared to waive a failure" },
  waiver_rules: { files: "T", line: "RULE COMMAND", meaning: "Further rules for waivers, with %file1% %file2% %waivername%" },
  "pre-launch-env-vars": { files: "T", line: "VAR VALUE", meaning: "Variables for the test, expanded by the shell" },
  "pre-launch-env-overrides": { files: "T", line: "VAR VALUE", meaning: "Variables around the launch command, as they are" },
};
