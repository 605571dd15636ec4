/** A run of a former visit as the run shown. */
import type { LastSession } from '../../storage/last-session.ts';
import type { Lab } from '../lab.ts';
import { runOfRecord } from './run-of-record.ts';
import type { RunState } from './run-state.ts';

/** As it stood at its last checkpoint, or as it ended. */
export function runOfSession({ record, checkpoint, rows }: LastSession): RunState {
  return runOfRecord(record, {
    id: `${record.recipe.plm}-${record.recipe.task}-${Date.parse(record.startedAt).toString(36)}`,
    origin: 'restored',
    seconds: checkpoint?.secondsSoFar ?? record.result?.seconds ?? 0,
    rows,
    checkpointStep: checkpoint?.step ?? null,
  });
}

export function restoreSession(lab: Lab, session: LastSession): void {
  lab.run.setState(runOfSession(session), true);
  if (session.checkpoint !== null) lab.client.adopt(session.checkpoint);
  lab.page.setState({ recorded: 'shown' });
}
