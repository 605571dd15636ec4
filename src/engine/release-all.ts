import type { Program } from './engine-types.ts';

/** Releases every program, also after one that fails. @throws the first failure, at the end */
export async function releaseAll(programs: Iterable<Program>): Promise<void> {
  const failures: unknown[] = [];
  for (const program of [...programs]) {
    await program.release().catch((thrown: unknown) => failures.push(thrown));
  }
  if (failures.length > 0) throw failures[0];
}
