/** The label words and classes of several tasks side by side, and what a row of one of them must not see of the others. */
import type { EncodedRow, EncodedTask } from './encoded-task.ts';
import { OTHER_CLASS } from './bank-program.ts';

/** One verbalizer for all tasks: their classes one task after the other. */
export interface BankWords {
  /** `task / class`, of all tasks. */
  readonly labels: readonly string[];
  /** Token ids of all tasks' label words, each once. */
  readonly tokenIds: readonly number[];
  /** [tokenIds × labels], as a verbalizer's. */
  readonly classWordMatrix: Float32Array;
  /** Of each member of the bank: where its task's classes begin, and how many there are. */
  readonly classesOf: readonly { readonly first: number; readonly count: number }[];
}

/** @param members the task of each prompt of the bank; a task that several prompts share counts once */
export function bankWords(members: readonly EncodedTask[]): BankWords {
  const tasks = [...new Set(members)];
  const firsts = tasks.map((_, index) =>
    tasks.slice(0, index).reduce((sum, { verbalizer }) => sum + verbalizer.labels.length, 0),
  );
  const labels = tasks.flatMap(({ verbalizer }, index) =>
    verbalizer.labels.map((label) => `${String(index)} / ${label}`),
  );
  const tokenIds = [...new Set(tasks.flatMap(({ verbalizer }) => verbalizer.tokenIds))];
  const rowOf = new Map(tokenIds.map((id, row) => [id, row]));
  const classWordMatrix = new Float32Array(tokenIds.length * labels.length);
  tasks.forEach(({ verbalizer }, index) => {
    const classes = verbalizer.labels.length;
    verbalizer.tokenIds.forEach((id, word) => {
      const own = verbalizer.classWordMatrix.subarray(word * classes, (word + 1) * classes);
      classWordMatrix.set(own, (rowOf.get(id) ?? 0) * labels.length + firsts[index]);
    });
  });
  const classesOf = members.map((member) => ({
    first: firsts[tasks.indexOf(member)],
    count: member.verbalizer.labels.length,
  }));
  return { labels, tokenIds, classWordMatrix, classesOf };
}

/** A member's rows with their labels counted among all classes of the bank. */
export function inBank(rows: readonly EncodedRow[], member: number, { classesOf }: BankWords): EncodedRow[] {
  const { first } = classesOf[member];
  return rows.map(({ example, label }) => ({ example, label: first + label }));
}

/** [members · rowsEach, labels]: 0 for classes of the row's own task, `OTHER_CLASS` elsewhere. */
export function classMask({ classesOf, labels }: BankWords, rowsEach: number): Float32Array {
  const all = labels.length;
  const mask = new Float32Array(classesOf.length * rowsEach * all).fill(OTHER_CLASS);
  classesOf.forEach(({ first, count }, member) => {
    for (let row = member * rowsEach; row < (member + 1) * rowsEach; row += 1)
      mask.fill(0, row * all + first, row * all + first + count);
  });
  return mask;
}
