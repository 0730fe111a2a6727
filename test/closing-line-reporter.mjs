import { writeSync } from 'node:fs';

/** Ends the output with one line that a program can read: `N passed, N failed, N skipped`. */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const brokenFiles = results.testResults.filter((file) => file.testExecError !== undefined).length;
    const failed = results.numFailedTests + brokenFiles;
    const skipped = results.numPendingTests + results.numTodoTests;
    const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped\n`;
    // After everything else, and past the streams, which Jest has shut by then when it forces the exit.
    process.once('exit', () => writeAll(line));
  }
}

/** A pipe that is full for the moment refuses with EAGAIN. */
function writeAll(line) {
  for (let attempt = 0; attempt < 1_000; attempt += 1) {
    try {
      writeSync(1, line);
      return;
    } catch (error) {
      if (error.code !== 'EAGAIN') return;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
