/** The Words place: how far label words alone sort texts, what each step adds, and which words do it. */
import { useEffect, useMemo, useState, type ReactNode } from 'react';
import { wordsFinding, wordsLine, type WordsFacts } from '../../views/words/words-finding.ts';
import { WATERFALL_TITLE } from '../../views/words/waterfall-words.ts';
import { FigurePlace } from '../controls/figure-card.tsx';
import { Drawers } from '../frame/drawers.tsx';
import { PlaceHead } from '../frame/place-head.tsx';
import { ClassColumns } from './class-columns.tsx';
import { factsOfWords } from './finding-of-words.ts';
import { isStale } from './is-stale.ts';
import { OwnSentencePanel } from './own-sentence-panel.tsx';
import { useWordsKeys } from './use-words-keys.ts';
import { WaterfallPanel } from './waterfall-panel.tsx';
import { WordsActions } from './words-actions.tsx';
import { WORDS_DRAWERS } from './words-drawers.tsx';
import { useWords, useWordsDraft, useWordsLab, WordsLabContext } from './words-lab-context.ts';
import type { WordsLab } from './words-lab-types.ts';
import { WordsNotices } from './words-notices.tsx';
import { differenceAlone } from './step-difference.ts';
import { useShownOfStore, WordsShownContext, type WordsShown } from './words-reading.ts';
import { WordsSentence } from './words-sentence.tsx';
import { WordsSheet } from './words-sheet.tsx';
import { createWordsView, useWordsView, WordsViewContext } from './words-view-store.ts';

/** @param lab what the place shows and asks of */
export function WordsPage({ lab }: { readonly lab: WordsLab }): ReactNode {
  const [view] = useState(createWordsView);
  useEffect(() => lab.open(), [lab]);
  return (
    <WordsLabContext value={lab}>
      <WordsViewContext value={view}>
        <WordsPlace />
      </WordsViewContext>
    </WordsLabContext>
  );
}

function WordsPlace(): ReactNode {
  const lab = useWordsLab();
  const shown = useShownOfStore();
  const draft = useWordsDraft((state) => state);
  const stale = useWords((state) => isStale(state, draft));
  useWordsKeys();
  const facts = useFacts(shown);
  const finding = useMemo(() => wordsFinding(facts), [facts]);
  const { run } = shown;
  return (
    <WordsShownContext value={shown}>
      <div
        className="place words-place"
        onDragOver={(event) => event.preventDefault()}
        onDrop={(event) => {
          event.preventDefault();
          const files = Array.from(event.dataTransfer.files);
          if (files.length > 0) lab.openFiles(files);
        }}
      >
        <PlaceHead finding={finding} recipe={<WordsSentence />} actions={<WordsActions />} />
        <div className="words-body">
          <p className="words-line">{run !== null && wordsLine(facts, run.plm, run.task.labels.length)}</p>
          <WordsNotices />
          {run === null ? (
            <Empty />
          ) : (
            <div className={stale ? 'words-stage is-stale' : 'words-stage'}>
              <WaterfallPanel />
              <OwnSentencePanel />
              <ClassColumns />
            </div>
          )}
        </div>
        <Drawers tabs={WORDS_DRAWERS} hint={<KeyHint />} />
        <WordsSheet />
      </div>
    </WordsShownContext>
  );
}

function useFacts({ waterfall, reading }: WordsShown): WordsFacts {
  const shown = useWords((state) => state.shown);
  const status = useWords((state) => state.status);
  const progress = useWords((state) => state.progress);
  const switches = useWordsView((view) => view.switches);
  return useMemo(() => {
    const one = reading?.byStep.oneWord ?? null;
    const alone =
      reading === null || one === null
        ? null
        : differenceAlone(one.predictions, reading.judged.predictions, reading.logits.truth);
    return factsOfWords({ shown, status, progress }, switches, waterfall, alone);
  }, [shown, status, progress, switches, waterfall, reading]);
}

/** Before there is a run: what is missing, and what brings it. */
function Empty(): ReactNode {
  const isLoading = useWords((state) => state.loading !== null);
  const { plm, task } = useWordsDraft((state) => state);
  return (
    <FigurePlace
      title={WATERFALL_TITLE}
      state={{
        kind: 'empty',
        why: isLoading
          ? 'The recorded run comes in a moment.'
          : `No recorded run ships for ${task} on ${plm}. Sort rows live: no label is needed, and nothing is trained.`,
      }}
    />
  );
}

/** How steps are switched without a pointer. */
function KeyHint(): ReactNode {
  return (
    <span>
      <kbd>1</kbd>–<kbd>4</kbd> switch a step
    </span>
  );
}
