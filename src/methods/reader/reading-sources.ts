/** Where reading sets come from: the lab's own set, or files on a disk or in the browser. */
import type { ReadingSplits } from '../../experiment/reader/items/reading-item.ts';
import type { ReadingData } from '../../experiment/reader/read-recipe.ts';

export interface ReadingSources {
  /** @throws LabError what can't be loaded or read */
  open(data: ReadingData): Promise<ReadingSplits>;
}
