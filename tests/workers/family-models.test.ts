import { expect, test } from 'vitest';
import { PageLibraryService } from '../../workers/library/library-service.ts';
import { FAMILIES, familyFiles } from '../app/family-models.ts';
import { memoryKeyValue } from '../storage/memory-key-value.ts';

test.each(FAMILIES.map((family) => [family.folder, family] as const))(
  '%s is imported, and what is found in it is told',
  async (folder, family) => {
    const service = new PageLibraryService({
      store: memoryKeyValue(),
      measure: () => Promise.reject(new Error('not measured here')),
      now: () => new Date(),
      shippedNames: () => Promise.resolve([]),
      whileStorageIsKept: (work) => work(),
    });
    const files = familyFiles(family).map(({ name, bytes }) => ({
      path: `${folder}/${name}`,
      blob: new Blob([Uint8Array.from(bytes)]),
    }));
    const answer = await service.importFiles(files, null);
    if (!answer.ok) throw new Error(`${answer.error.message} ${answer.error.remedy}`);
    expect(answer.value).toMatchObject({
      id: folder,
      name: folder,
      architecture: family.architecture,
      vocabulary: 200,
    });
    expect(answer.value.layers).toBeGreaterThan(0);
    expect(answer.value.feedForward).toBeGreaterThan(0);
  },
);
