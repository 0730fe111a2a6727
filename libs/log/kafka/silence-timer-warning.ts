let isSilent = false;

/**
 * kafkajs 2.2.4 sets a timer with a negative delay after each response, which is harmless; newer Node versions warn
 * about it each time. This warning alone is dropped.
 */
export function silenceTimerWarning(): void {
  if (isSilent) return;
  isSilent = true;
  const emit = process.emitWarning as (...args: unknown[]) => void;
  process.emitWarning = ((...args: unknown[]) => {
    if (args[1] !== 'TimeoutNegativeWarning') emit.apply(process, args);
  }) as typeof process.emitWarning;
}
