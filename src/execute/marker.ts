/**
 * Value of the environment variable that marks every process of a test, so that a test's processes are found whatever
 * became of their parents.
 */
export function testMarker(toppath: string, testId: number): string {
  return `${toppath}:${testId}`;
}
