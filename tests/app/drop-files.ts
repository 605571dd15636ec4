/** Drops files on a place as a person would: one event with all of them. */
import type { Page } from 'playwright-core';

export interface FileToDrop {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** @param onto selects the place that takes them */
export async function dropFiles(
  page: Page,
  files: readonly FileToDrop[],
  onto = '.library-page',
): Promise<void> {
  const texts = files.map(({ name, bytes }) => ({ name, base64: Buffer.from(bytes).toString('base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, base64 } of given)
      data.items.add(new File([Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))], name));
    return data;
  }, texts);
  await page.dispatchEvent(onto, 'drop', { dataTransfer: transfer });
}
