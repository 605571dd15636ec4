/** Rows whose answer turned between two steps, with their texts. */
import { useMemo, useState, type ReactNode } from 'react';
import { inked, type Finding } from '../../../views/finding.ts';
import { STEP_IDS, STEP_NAMES, type StepId } from '../../../views/words/waterfall-input.ts';
import { FindingSentence } from '../../controls/finding.tsx';
import { FigurePlace } from '../../controls/figure-card.tsx';
import { Segmented } from '../../controls/segmented.tsx';
import type { ShownRun } from '../words-lab-types.ts';
import { useWordsShown, type WordsReading } from '../words-reading.ts';

const TITLE = 'Which answers did the words turn?';
/** More rows are counted. */
const MOST = 60;

interface Flip {
  readonly row: number;
  readonly truth: number;
  readonly from: number;
  readonly to: number;
}

function flipsBetween(reading: WordsReading, from: StepId, to: StepId): readonly Flip[] {
  const [before, after] = [reading.byStep[from], reading.byStep[to]];
  if (before === undefined || after === undefined) return [];
  return reading.logits.truth.flatMap((truth, row) => {
    const flip = { row, truth, from: before.predictions[row], to: after.predictions[row] };
    return flip.from === flip.to ? [] : [flip];
  });
}

const isMended = ({ truth, to }: Flip): boolean => to === truth;
const isBroken = ({ truth, from }: Flip): boolean => from === truth;

function findingOf(flips: readonly Flip[], rows: number): Finding {
  if (flips.length === 0) return ['No answer turns between these two steps.'];
  const mended = flips.filter(isMended).length;
  const broken = flips.filter(isBroken).length;
  return [
    `${String(flips.length)} of ${String(rows)} answers turn: `,
    inked('learn', `${String(mended)} to right`),
    ', ',
    inked('before', `${String(broken)} to wrong`),
    flips.length > mended + broken
      ? `, ${String(flips.length - mended - broken)} from one error to another.`
      : '.',
  ];
}

export function Flips(): ReactNode {
  const { run, reading } = useWordsShown();
  const [from, setFrom] = useState<StepId>('oneWord');
  const [to, setTo] = useState<StepId>('refined');
  if (run === null || reading === null)
    return (
      <FigurePlace
        title={TITLE}
        state={{ kind: 'empty', why: 'Answers are told row by row once the logits of the words are there.' }}
      />
    );
  const on = STEP_IDS.filter((id) => reading.byStep[id] !== undefined);
  const last = on.includes(to) ? to : (on.at(-1) ?? 'oneWord');
  const first = on.includes(from) ? from : 'oneWord';
  const choices = on.map((id) => [id, STEP_NAMES[id]] as const);
  return (
    <FlipList
      run={run}
      reading={reading}
      from={first}
      to={last}
      controls={
        <>
          <Segmented legend="From" value={first} options={choices} onChange={setFrom} />
          <Segmented legend="To" value={last} options={choices} onChange={setTo} />
        </>
      }
    />
  );
}

function FlipList(props: {
  readonly run: ShownRun;
  readonly reading: WordsReading;
  readonly from: StepId;
  readonly to: StepId;
  readonly controls: ReactNode;
}): ReactNode {
  const { run, reading, from, to, controls } = props;
  const flips = useMemo(() => flipsBetween(reading, from, to), [reading, from, to]);
  const { labels } = run.task;
  return (
    <section className="figure figure-wide">
      <FindingSentence finding={findingOf(flips, reading.logits.truth.length)} of="figure" />
      <h3>{TITLE}</h3>
      <p className="figure-facts">
        template {reading.template + 1}, support {reading.seed}, {reading.logits.truth.length} test rows ·
        with the words as they are now
      </p>
      <div className="figure-controls">{controls}</div>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={TITLE}>
        <table>
          <caption className="visually-hidden">{TITLE}</caption>
          <thead>
            <tr>
              <th scope="col">row</th>
              <th scope="col">true class</th>
              <th scope="col">{STEP_NAMES[from]}</th>
              <th scope="col">{STEP_NAMES[to]}</th>
              <th scope="col">turned</th>
              <th scope="col">text</th>
            </tr>
          </thead>
          <tbody>
            {flips.slice(0, MOST).map((flip) => (
              <tr key={flip.row}>
                <td className="number">{flip.row + 1}</td>
                <td>{labels[flip.truth]}</td>
                <td>{labels[flip.from]}</td>
                <td>{labels[flip.to]}</td>
                <td>{isMended(flip) ? '↑ to right' : isBroken(flip) ? '↓ to wrong' : 'wrong still'}</td>
                <td>{reading.texts?.[flip.row] ?? 'not kept with this run'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {flips.length > MOST && <p className="quiet">The first {MOST} are shown.</p>}
    </section>
  );
}
