/** The reader on the engines of the command line against float64 references made elsewhere, and in float64 against itself. */
import { describe, expect, test } from 'vitest';
import { readFacts, readTensors } from '../../../src/cli/checks/check-kind.ts';
import { reader } from '../../../src/cli/checks/reader.ts';
import { createNodeEngine } from '../../../src/engine/node-engine.ts';
import { checkReader, type ReaderReference } from '../../../src/methods/reader/check-reader.ts';
import { readerReference } from '../../../src/methods/reader/reader-reference.ts';

const folder = (name: string): string => `tests/fixtures/reader/${name}`;

const referenceOf = (name: string): ReaderReference =>
  readerReference(
    readFacts(folder(name), 'reader.json'),
    readTensors(folder(name), 'reader.safetensors'),
    'reader.json',
  );

describe.each(['cpu', 'wasm'] as const)('on %s', (choice) => {
  test.each(['span', 'wide-keep'])('%s gives the numbers of the reference in every mode', async (name) => {
    const engine = await createNodeEngine(choice);
    const lines = await reader.check(folder(name), engine);
    await engine.release();
    expect(lines.filter((line) => !line.passed)).toEqual([]);
    expect(lines.length).toBeGreaterThan(300);
  });
});

describe('a reader that is not the reference’s', () => {
  const failures = async (change: (reference: ReaderReference) => ReaderReference): Promise<string[]> => {
    const engine = await createNodeEngine('cpu');
    const lines = await checkReader({ ...change(referenceOf('span')), modes: ['gate'] }, engine);
    await engine.release();
    return lines.filter((line) => !line.passed).map(({ name }) => name);
  };

  test('fails where one more token is selected', async () => {
    const failed = await failures((reference) => ({
      ...reference,
      model: { ...reference.model, keep: reference.model.keep + 1 },
    }));
    expect(failed).toEqual(expect.arrayContaining(['selected by block.2', 'gate starts']));
    expect(failed).not.toContain('selected by question');
  });

  test('fails in the loss alone where gates are paid for differently', async () => {
    const failed = await failures((reference) => ({
      ...reference,
      model: { ...reference.model, beta: 2 * reference.model.beta },
    }));
    expect(failed).toContain('gate loss');
    expect(failed).toContain('gate gradient of block.0.gate.weight');
    expect(failed).not.toContain('gate cross-entropy');
    expect(failed).not.toContain('gate gradient of span.end.weight');
  });
});

test('a reference with a tensor of another size is refused by its name', () => {
  const tensors = new Map(readTensors(folder('span'), 'reader.safetensors'));
  tensors.set('project.bias', { dims: [3], data: new Float32Array(3) });
  const read = (): unknown =>
    readerReference(readFacts(folder('span'), 'reader.json'), tensors, 'reader.json');
  expect(read).toThrow(/project\.bias is 3, and must be 16/);
});
