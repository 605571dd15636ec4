import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const lines = (file: string): readonly string[] => readFileSync(file, 'utf8').split('\n');

/** What the image is made of, but for what its first stage made. */
const copied = lines('deploy/Dockerfile')
  .filter((line) => line.startsWith('COPY ') && !line.includes('--from='))
  .flatMap((line) => line.split(' ').slice(1, -1));

const letThrough = lines('deploy/Dockerfile.dockerignore')
  .filter((line) => line.startsWith('!'))
  .map((line) => line.slice(1));

test('what the image copies is in the project, and let through, and nothing else is', () => {
  expect(copied.length).toBeGreaterThan(5);
  for (const path of copied) expect(existsSync(path), path).toBe(true);
  expect(new Set(letThrough)).toEqual(new Set(copied));
});
