/**
 * Attempt after attempt until a job ends, whichever way. What passes is got over without a click: a lost device costs what
 * was done since the last checkpoint or cell, a broken connection a wait.
 */
import { LabError, toErrorData, type LabErrorCode, type LabErrorData } from '../../src/errors/lab-error.ts';
import type { Network } from '../../src/offline/network.ts';

/** Losses of the device in a row without progress; then it is not its luck. */
const MOST_RECOVERIES = 3;

/** Waits for a broken connection: the first, and the longest. */
const FIRST_WAIT_SECONDS = 2;
const LONGEST_WAIT_SECONDS = 60;

/** Waits in a row, with a network and without progress; then it is not the connection. */
const MOST_WAITS = 10;

export interface AttemptParts {
  /** Goes on from where the job stands. @returns whether it is finished, or else was stopped */
  readonly attempt: () => Promise<boolean>;
  /** Where the job stands: another object each time that there is progress to go on from. */
  readonly standing: () => unknown;
  /** Given when the job is to be stopped. */
  readonly signal: AbortSignal;
  readonly network: Network;
  /** Gives back the engine, which is of no use any more. */
  readonly dropEngine: () => Promise<void>;
  readonly onRecovered: (from: LabErrorCode, detail: string) => void;
  readonly onWaiting: (seconds: number, error: LabErrorData) => void;
}

export type AttemptsEnd =
  | { readonly kind: 'finished' }
  | { readonly kind: 'stopped' }
  | { readonly kind: 'failed'; readonly error: LabErrorData };

export async function attemptUntilOver(parts: AttemptParts): Promise<AttemptsEnd> {
  const { signal, network } = parts;
  let recoveries = 0;
  let waits = 0;
  let wait = FIRST_WAIT_SECONDS;
  for (;;) {
    const before = parts.standing();
    try {
      return { kind: (await parts.attempt()) ? 'finished' : 'stopped' };
    } catch (thrown) {
      const code = thrown instanceof LabError ? thrown.code : null;
      if (code === 'cancelled') return { kind: 'stopped' };
      if (signal.aborted) {
        await parts.dropEngine();
        return { kind: 'stopped' };
      }
      const error = toErrorData(thrown);
      if (parts.standing() !== before) [recoveries, waits, wait] = [0, 0, FIRST_WAIT_SECONDS];
      if (code === 'download') {
        // Without a network the wait may be long: a night in a bag is no fault.
        if (network.online()) waits++;
        if (waits > MOST_WAITS) return { kind: 'failed', error };
        parts.onWaiting(wait, error);
        await network.back(wait, signal);
        if (signal.aborted) return { kind: 'stopped' };
        wait = Math.min(LONGEST_WAIT_SECONDS, 2 * wait);
        continue;
      }
      await parts.dropEngine();
      if (code !== 'device-lost' || ++recoveries > MOST_RECOVERIES) return { kind: 'failed', error };
      parts.onRecovered(code, error.message);
    }
  }
}
