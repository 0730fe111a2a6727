/** Ends the output with one line that a program can read: `N passed, N failed, N skipped`. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const brokenFiles = results.testResults.filter((file) => file.testExecError !== undefined).length;
    const failed = results.numFailedTests + brokenFiles;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // After everything else: Jest's own summary goes to stderr, global teardown runs before the process ends.
    process.once('exit', () => process.stdout.write(line));
  }
}
