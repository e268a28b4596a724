/** Where the test pattern of a run may come from; spec 02 § 5.1. */
export interface PatternSources {
  readonly testpatt: string | undefined;
  readonly runtests: string | undefined;
  readonly modepatt: string | undefined;
  /** `--modepatt`: the variable must exist. */
  readonly forcedModepatt: string | undefined;
  /** Value of a runconfigs variable for the target. */
  readonly runconfig: (name: string) => string | undefined;
}

/** The test pattern of a run, and the runconfigs variable if it comes from one; undefined when a forced variable does not exist. */
export function testPatternOf(sources: PatternSources): { readonly pattern: string; readonly variable?: string } | undefined {
  const variable = sources.modepatt ?? sources.forcedModepatt ?? "TESTPATT";
  const configured = sources.runconfig(variable);
  if (sources.forcedModepatt !== undefined) return configured === undefined ? undefined : { pattern: configured, variable };
  const argument = sources.testpatt ?? sources.runtests ?? "%";
  return argument === "%" && configured !== undefined ? { pattern: configured, variable } : { pattern: argument };
}
