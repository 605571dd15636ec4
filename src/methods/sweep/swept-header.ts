/** What records keep of the tasks and PLMs of a sweep. */
import { sha256 } from '../../experiment/sha256.ts';
import type { SweptPlm, SweptTask } from '../../experiment/sweep/sweep-record.ts';
import { taskFingerprint } from '../../experiment/task-fingerprint.ts';
import type { Task } from '../../experiment/task-types.ts';
import type { Plm } from '../../plm/plm.ts';
import { leakedRows } from './leaks.ts';

/** @param tasks with the rows that the sweep uses */
export function sweptTasks(tasks: readonly Task[]): Promise<readonly SweptTask[]> {
  return Promise.all(
    tasks.map(async (task): Promise<SweptTask> => ({
      name: task.name,
      family: task.family,
      labels: task.labels,
      truth: task.test.map(({ y }) => y),
      leaked: Object.fromEntries(
        tasks
          .filter((source) => source !== task)
          .map((source) => [source.name, leakedRows(source, task)] as const)
          .filter(([, rows]) => rows.length > 0),
      ),
      sha256: await taskFingerprint(task),
    })),
  );
}

export async function sweptPlm(name: string, { width, wordTable }: Plm): Promise<SweptPlm> {
  const { buffer, byteOffset, byteLength } = wordTable;
  return { name, width, sha256: await sha256(new Uint8Array(buffer, byteOffset, byteLength)) };
}
