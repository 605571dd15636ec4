/** The kinds of references that `lab check` knows. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { readFacts, type CheckKind } from './check-kind.ts';
import { partial } from './partial.ts';
import { reader } from './reader.ts';
import { verbalizer } from './verbalizer.ts';
import { wholePlm } from './whole-plm.ts';

const CHECK_KINDS: readonly CheckKind[] = [wholePlm, partial, verbalizer, reader];

/**
 * The kind of the reference in a folder: the file says it, and is named after it.
 * @throws LabError `file` where there is no reference, or one of a kind that the lab doesn't know
 */
export function checkKindOf(dir: string): CheckKind {
  const found = CHECK_KINDS.find(({ file }) => existsSync(join(dir, file)));
  if (found === undefined) {
    throw new LabError({
      code: 'file',
      message: `${dir} holds no reference (${CHECK_KINDS.map(({ file }) => file).join(', ')}).`,
      remedy: 'Give a folder with one of these files and what belongs to it.',
      where: dir,
    });
  }
  if (found.kind === null) return found;
  const facts = readFacts(dir, found.file);
  const kind = typeof facts === 'object' && facts !== null && 'kind' in facts ? facts.kind : undefined;
  if (kind === found.kind) return found;
  throw new LabError({
    code: 'file',
    message: `${join(dir, found.file)} says that it is of kind “${String(kind)}”.`,
    remedy: `A file of this name is of kind “${found.kind}”.`,
    where: join(dir, found.file),
  });
}
