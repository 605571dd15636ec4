/** An imported task as the zip of its folder, packed by a worker: of a large one that takes seconds. */
import { workerLines } from '../../workers/lab-lines.ts';
import type { ConnectWorker } from '../../workers/worker-line.ts';
import { TaskImporter } from './task-importer.ts';

/** @throws LabError `task` where there is none called `id`, `storage`, `worker-crashed` */
export async function exportTask(
  id: string,
  connect: ConnectWorker<'tasks'> = workerLines.tasks,
): Promise<Uint8Array> {
  const importer = new TaskImporter(connect, () => undefined);
  try {
    return await importer.ask((service) => service.exportTask(id));
  } finally {
    importer.close();
  }
}
