/** A file on the disk as a source of an import, read piece by piece. */
import { existsSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import type { ImportSource } from '../data/import/import-types.ts';
import { LabError } from '../errors/lab-error.ts';

const READ_BYTES = 1024 * 1024;

/** @param remedy what to give instead of a file that isn't there. @throws LabError `file` */
export function fileSource(file: string, remedy: string, name = file): ImportSource {
  if (!existsSync(file) || !statSync(file).isFile()) {
    throw new LabError({ code: 'file', message: 'There is no such file.', remedy, where: file });
  }
  return {
    name,
    bytes: statSync(file).size,
    async *chunks() {
      const handle = await open(file);
      try {
        for (;;) {
          const { bytesRead, buffer } = await handle.read(new Uint8Array(READ_BYTES), 0, READ_BYTES);
          if (bytesRead === 0) return;
          yield buffer.subarray(0, bytesRead);
        }
      } finally {
        await handle.close();
      }
    },
  };
}
