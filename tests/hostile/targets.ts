/** Every reader of outside bytes. A new one gets a row in the table of its room. */
import type { Target } from './target.ts';
import { FIGURE_TARGETS } from './targets/figures.ts';
import { LIBRARY_TARGETS } from './targets/library.ts';
import { LINK_TARGETS } from './targets/links.ts';
import { MODEL_TARGETS } from './targets/models.ts';
import { PROMPT_TARGETS } from './targets/prompts.ts';
import { READING_TARGETS } from './targets/reading.ts';
import { RECORD_TARGETS } from './targets/records.ts';
import { TASK_TARGETS } from './targets/tasks.ts';
import { TEXT_TARGETS } from './targets/texts.ts';

export const TARGETS: readonly Target[] = [
  ...MODEL_TARGETS,
  ...PROMPT_TARGETS,
  ...RECORD_TARGETS,
  ...TASK_TARGETS,
  ...READING_TARGETS,
  ...LIBRARY_TARGETS,
  ...TEXT_TARGETS,
  ...LINK_TARGETS,
  ...FIGURE_TARGETS,
];
