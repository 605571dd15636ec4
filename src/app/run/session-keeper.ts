/**
 * Keeps what a reload would lose: each checkpoint with the run as it looked then, finished or stopped runs with their
 * prompts, and the recipe being edited.
 */
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { Checkpoint } from '../../experiment/train-events.ts';
import { saveDraft, saveForm } from '../../storage/drafts.ts';
import type { KeyValue } from '../../storage/key-value.ts';
import { saveSession, type LastSession } from '../../storage/last-session.ts';
import { saveRun } from '../../storage/saved-runs.ts';
import { valueBytes } from '../../storage/value-bytes.ts';
import { Outbox, type Unsaved } from '../job/outbox.ts';
import { recordOfRun } from './run-of-record.ts';
import type { RunState } from './run-state.ts';

export interface SessionKeeper {
  /** The run stands at `checkpoint`; null when it is over. */
  keep(state: RunState, checkpoint: Checkpoint | null): void;
  /** Puts the run among the saved ones. */
  saveRun(state: RunState, name: string): Promise<void>;
  keepDraft(recipe: Recipe): void;
  keepForm(form: 'sweep', value: unknown): void;
  /** Whether something waits that the storage refused. */
  readonly hasUnsaved: boolean;
  /** Tries again what the storage refused. */
  retry(): Promise<void>;
  /** Resolves when nothing is left to write. */
  settled(): Promise<void>;
}

/** @param visit this tab's, whose run it is */
export function createSessionKeeper(
  store: KeyValue,
  visit: string,
  onChange: (unsaved: Unsaved | null) => void,
): SessionKeeper {
  const outbox = new Outbox(onChange);
  return {
    keep(state, checkpoint) {
      const record = recordOfRun(state);
      if (record === null) return;
      // The series goes on growing; what is written must be of this moment.
      const session: LastSession = {
        record: { ...record, points: [...record.points] },
        checkpoint,
        rows: state.rows,
      };
      void outbox.put('session', {
        write: () => saveSession(store, visit, session),
        bytes: () => valueBytes(session),
      });
    },
    async saveRun(state, name) {
      const record = recordOfRun(state);
      if (record === null) return;
      await outbox.put(`run/${state.id}`, {
        write: () => saveRun(store, state.id, name, record),
        bytes: () => valueBytes(record),
      });
    },
    keepDraft(recipe) {
      void outbox.put('draft', { write: () => saveDraft(store, recipe), bytes: () => valueBytes(recipe) });
    },
    keepForm(form, value) {
      void outbox.put(`form/${form}`, {
        write: () => saveForm(store, form, value),
        bytes: () => valueBytes(value),
      });
    },
    get hasUnsaved() {
      return outbox.hasRefused;
    },
    retry: () => outbox.retry(),
    settled: () => outbox.settled(),
  };
}
