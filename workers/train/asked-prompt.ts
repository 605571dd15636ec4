/** A prompt that is asked without being trained: kept with its programs until another one is asked, or a run begins. */
import type { Task } from '../../src/experiment/task-types.ts';
import type { Engine } from '../../src/engine/engine-types.ts';
import type { Recipe } from '../../src/experiment/recipe-types.ts';
import { encodeTask } from '../../src/methods/prompt/encoded-task.ts';
import { PromptSession } from '../../src/methods/prompt/prompt-session.ts';
import type { OwnText, SentenceReading } from '../../src/experiment/stage-trace.ts';
import { readSentence } from '../../src/methods/prompt/read-sentence.ts';
import type { Tuned } from '../../src/methods/prompt/tuned.ts';
import type { OpenedPlm } from '../../src/plm/open-model-files.ts';

export interface AskedWith {
  readonly opened: OpenedPlm;
  readonly task: Task;
  readonly engine: Engine;
}

/** Rows are of no interest here: one a split is enough to see that the recipe fits. */
const withFewRows = (task: Task): Task => ({
  ...task,
  train: task.train.slice(0, 1),
  dev: task.dev.slice(0, 1),
  test: task.test.slice(0, 1),
});

export class AskedPrompt {
  private kept: { readonly recipe: string; readonly engine: Engine; readonly session: PromptSession } | null =
    null;

  async ask(
    recipe: Recipe,
    tuned: Tuned,
    text: OwnText,
    limit: number | null,
    needs: () => Promise<AskedWith>,
  ): Promise<SentenceReading> {
    const { opened, task, engine } = await needs();
    const asked = JSON.stringify(recipe);
    if (this.kept?.recipe !== asked || this.kept.engine !== engine) {
      await this.release();
      const { plm, tokenizer } = opened;
      const encoded = encodeTask(plm, tokenizer, withFewRows(task), recipe);
      // A text of one's own may be longer than the rows seen here.
      const session = new PromptSession(
        plm,
        tokenizer,
        { ...encoded, buckets: [recipe.maxLength] },
        recipe,
        engine,
      );
      this.kept = { recipe: asked, engine, session };
    }
    return readSentence(this.kept.session, text, tuned, limit);
  }

  async release(): Promise<void> {
    const { kept } = this;
    this.kept = null;
    await kept?.session.release().catch(() => undefined);
  }
}
