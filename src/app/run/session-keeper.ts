/**
 * Keeps what a reload would lose: each checkpoint with the run as it looked then, and finished or stopped runs with
 * their prompts. Writes never overlap; of those that pile up, only the newest is written.
 */
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { Checkpoint } from '../../protocol/train-protocol.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { saveSession, type LastSession } from '../../storage/last-session.ts';
import { saveRun } from '../../storage/saved-runs.ts';
import { recordOfRun } from './run-of-record.ts';
import type { RunState } from './run-state.ts';

export interface SessionKeeper {
  /** The run stands at `checkpoint`; null when it is over. */
  keep(state: RunState, checkpoint: Checkpoint | null): void;
  /** Puts the run among the saved ones. */
  saveRun(state: RunState, name: string): Promise<void>;
  /** Resolves when nothing is left to write. */
  settled(): Promise<void>;
}

export function createSessionKeeper(
  store: KeyValue,
  onProblem: (error: LabErrorData | null) => void,
): SessionKeeper {
  let waiting: LastSession | null = null;
  let writing: Promise<void> | null = null;
  const attempt = async (write: () => Promise<unknown>): Promise<void> => {
    try {
      await write();
      onProblem(null);
    } catch (thrown) {
      onProblem(toErrorData(thrown, 'storage'));
    }
  };
  const drain = async (): Promise<void> => {
    while (waiting !== null) {
      const session: LastSession = waiting;
      waiting = null;
      await attempt(() => saveSession(store, session));
    }
    writing = null;
  };
  return {
    keep(state, checkpoint) {
      const record = recordOfRun(state);
      if (record === null) return;
      // The series goes on growing; what is written must be of this moment.
      waiting = { record: { ...record, points: [...record.points] }, checkpoint, rows: state.rows };
      writing ??= drain();
    },
    async saveRun(state, name) {
      const record = recordOfRun(state);
      if (record !== null) await attempt(() => saveRun(store, state.id, name, record));
    },
    async settled() {
      await writing;
    },
  };
}
