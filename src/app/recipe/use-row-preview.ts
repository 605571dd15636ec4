/** A row of the draft's task as tokens, asked of the worker while somebody looks; it follows the draft when typing pauses. */
import { useEffect, useState } from 'react';
import { toErrorData, type LabErrorData } from '../../errors/lab-error.ts';
import type { Recipe } from '../../experiment/recipe-types.ts';
import type { RowPreview } from '../../protocol/train-protocol.ts';
import { useDraft, useLab } from '../lab-context.tsx';

const SETTLE_MS = 400;

export interface ShownPreview {
  readonly preview: RowPreview | null;
  readonly error: LabErrorData | null;
  /** Whether what is shown is of an earlier draft or row. */
  readonly isBehind: boolean;
}

interface Answered {
  readonly recipe: Recipe;
  readonly row: number;
  readonly preview: RowPreview | null;
  readonly error: LabErrorData | null;
}

/** Asks nothing while `open` is false: the answer needs the PLM, which may have to be downloaded. */
export function useRowPreview(open: boolean, row: number): ShownPreview {
  const lab = useLab();
  const recipe = useDraft((state) => state.reading.recipe);
  const [answered, setAnswered] = useState<Answered | null>(null);
  useEffect(() => {
    if (!open || recipe === null) return undefined;
    let isWanted = true;
    const ask = async (): Promise<void> => {
      const answer = await lab.client.previewRow(recipe, row).then(
        (preview): Answered => ({ recipe, row, preview, error: null }),
        (thrown: unknown): Answered => ({ recipe, row, preview: null, error: toErrorData(thrown) }),
      );
      if (isWanted) setAnswered(answer);
    };
    const timer = setTimeout(() => void ask(), SETTLE_MS);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [lab, open, recipe, row]);
  return {
    preview: answered?.preview ?? null,
    error: answered?.error ?? null,
    isBehind: answered?.recipe !== recipe || answered?.row !== row,
  };
}
