/** What the training worker shows of a draft: a row and the label words as tokens. */
import { expect, test } from 'vitest';
import { defaultRecipe } from '../../src/experiment/default-recipe.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { RowPreview } from '../../src/protocol/train-protocol.ts';
import { Resources } from '../../workers/job/resources.ts';
import { PageTrainService } from '../../workers/train/train-service.ts';
import { model, smallTask } from '../methods/train-setup.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';

const task = await smallTask('sst2', 8, 4);
const recipe: Recipe = { ...defaultRecipe({ ...task, name: 'sst2' }, 'lab-tiny'), maxLength: 16 };

class StubResources extends Resources {
  constructor() {
    super(new URL('http://page.invalid/'), memoryKeyValue());
  }

  override plm(): ReturnType<Resources['plm']> {
    return Promise.resolve(model);
  }

  override task(): ReturnType<Resources['task']> {
    return Promise.resolve(task);
  }
}

const never = (): Promise<never> => Promise.reject(new Error('A preview needs neither engine nor prompt'));
const service = new PageTrainService({
  resources: new StubResources(),
  network: { online: () => true, back: () => Promise.resolve() },
  makeEngine: never,
  loadPrompt: never,
});

function valueOf<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(answer.error.message);
  return answer.value;
}

const textOf = ({ text }: RowPreview) => valueOf(text);

test('rows go round, each with its class, within the length', async () => {
  const first = valueOf(await service.previewRow(recipe, 0));
  expect(first).toMatchObject({ row: 0, rows: 8, label: task.labels[task.train[0]?.y ?? 0] });
  expect(textOf(first).length).toBeLessThanOrEqual(16);
  expect(
    textOf(first)
      .tokens.filter(({ isAnswer }) => isAnswer)
      .map(({ token }) => token),
  ).toEqual(['[MASK]']);
  expect(valueOf(await service.previewRow(recipe, 8))).toEqual(first);
  expect(valueOf(await service.previewRow(recipe, -1)).row).toBe(7);
});

test('a template that does not fit leaves the words, and says what is wrong', async () => {
  const { text, words } = valueOf(
    await service.previewRow(
      { ...recipe, template: `{a} ${'so '.repeat(30)} [MASK]`, labelWords: [['great'], ['great']] },
      0,
    ),
  );
  expect(text).toMatchObject({ ok: false, error: { code: 'template' } });
  expect(words[1]?.[0]?.note).toContain('counts by the same token');
});

test('of long lists the words stay that the PLM can use', async () => {
  const { labelWords, dropped } = valueOf(
    await service.usableWords(
      'lab-tiny',
      ['bad', 'good'],
      [
        ['bad', 'unreasonable', 'fine'],
        ['good', 'fine', 'great'],
      ],
    ),
  );
  expect(labelWords).toEqual([['bad'], ['good', 'great']]);
  expect(dropped).toEqual([['unreasonable', 'fine'], ['fine']]);
});

test('what breaks comes back with its remedy', async () => {
  const answer = await service.usableWords('lab-tiny', ['bad'], [['\u{1f9a9}']]);
  expect(answer).toMatchObject({ ok: false, error: { code: 'label-words' } });
});
