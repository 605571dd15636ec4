/** Runs that other visits left unfinished: a closed or crashed tab's. Each can be gone on with here, by one tab only. */
import { toErrorData } from '../../errors/lab-error.ts';
import {
  listSessions,
  loadSession,
  moveSession,
  removeSession,
  type LastSession,
} from '../../storage/last-session.ts';
import type { Lab } from '../lab.ts';
import { restoreSession, runOfSession } from './restore-session.ts';

export interface LeftRun {
  /** Of the visit that left it. */
  readonly visit: string;
  readonly plm: string;
  readonly task: string;
  readonly step: number;
  readonly steps: number;
  readonly startedAt: string;
}

interface Left {
  readonly visit: string;
  readonly session: LastSession;
}

/**
 * Offers the unfinished runs that were left, and gives the newest finished one that is wanted, to be shown again.
 * @throws LabError `storage`
 */
export async function findLeftRuns(
  lab: Lab,
  wanted: (session: LastSession) => boolean,
): Promise<LastSession | null> {
  const left = await leftSessions(lab);
  lab.page.setState({ leftRuns: left.flatMap(({ visit, session }) => offerOf(visit, session)) });
  const [newest, ...older] = left.filter(({ session }) => session.checkpoint === null);
  // Finished ones are among the saved runs; only the latest is worth showing again.
  for (const { visit } of older) await lab.visit.ifLeft(visit, () => removeSession(lab.storage, visit));
  if (newest === undefined || !wanted(newest.session)) return null;
  const isTaken = await lab.visit.ifLeft(newest.visit, () =>
    moveSession(lab.storage, newest.visit, lab.visit.id),
  );
  return isTaken ? newest.session : null;
}

/** The newest first; one that can't be read is left out. */
async function leftSessions({ storage, visit }: Lab): Promise<readonly Left[]> {
  const living = await visit.others();
  const ids = (await listSessions(storage)).filter((id) => id !== visit.id && !living.has(id));
  const found = await Promise.all(
    ids.map(async (id): Promise<readonly Left[]> => {
      const session = await loadSession(storage, id).catch(() => null);
      return session === null ? [] : [{ visit: id, session }];
    }),
  );
  return found.flat().sort((a, b) => b.session.record.startedAt.localeCompare(a.session.record.startedAt));
}

function offerOf(visit: string, { record, checkpoint }: LastSession): readonly LeftRun[] {
  if (checkpoint === null) return [];
  const { plm, task, training } = record.recipe;
  return [{ visit, plm, task, steps: training.steps, step: checkpoint.step, startedAt: record.startedAt }];
}

/** Takes a left run over, and goes on with it. */
export async function goOnWith(lab: Lab, { visit }: LeftRun): Promise<void> {
  await settle(lab, visit, async () => {
    await moveSession(lab.storage, visit, lab.visit.id);
    const session = await loadSession(lab.storage, lab.visit.id);
    if (session === null) return;
    restoreSession(lab, session);
    lab.commands.resume();
  });
}

/** Ends a left run where it stands; its best prompt so far is kept. */
export async function leave(lab: Lab, { visit }: LeftRun): Promise<void> {
  await settle(lab, visit, async () => {
    const session = await loadSession(lab.storage, visit);
    if (session !== null) await lab.saveRun(runOfSession(session));
    await removeSession(lab.storage, visit);
  });
}

async function settle(lab: Lab, visit: string, work: () => Promise<void>): Promise<void> {
  try {
    const isDone = await lab.visit.ifLeft(visit, work);
    if (!isDone) lab.page.setState({ announcement: 'Another tab has taken this run over.' });
    lab.page.setState(({ leftRuns }) => ({ leftRuns: leftRuns.filter((run) => run.visit !== visit) }));
  } catch (thrown) {
    lab.page.setState({ storageProblem: toErrorData(thrown, 'storage') });
  }
}
