/** Dev rows with the class probabilities before and after the soft prompt. */
import { useState, type ReactNode } from 'react';
import type { ExamplePrediction } from '../../experiment/run-record.ts';
import {
  examplesSvg,
  examplesTable,
  examplesText,
  probabilityBars,
  type ExamplesInput,
} from '../../views/examples/examples-view.ts';
import { CHANGE_TEXT, judgeExample } from '../../views/examples/judge-example.ts';
import { toStandaloneSvg } from '../../views/standalone-svg.ts';
import { toCsv } from '../../views/table-twin.ts';
import { useLab, useRun } from '../lab-context.tsx';
import { Figure, FigurePlace } from '../controls/figure-card.tsx';
import { figureFileName, figureMetadata } from './figure-metadata.ts';
import { currentPalette } from './palette.ts';
import { Segmented } from '../controls/segmented.tsx';
import { SvgView } from './svg-view.tsx';
import { useWidth } from './use-size.ts';

const FILE_WIDTH = 800;
type Choice = 'all' | 'flipped' | 'wrong';
const CHOICES: readonly (readonly [Choice, string])[] = [
  ['all', 'all'],
  ['flipped', 'flipped'],
  ['wrong', 'still wrong'],
];

export function ExamplesFigure(): ReactNode {
  const lab = useLab();
  const examples = useRun((state) => state.examples);
  const labels = useRun((state) => state.labels);
  const seed = useRun((state) => state.recipe?.seed ?? 0);
  const [choice, setChoice] = useState<Choice>('all');
  if (examples === null) {
    return (
      <FigurePlace
        title="Which answers does the soft prompt turn over?"
        state={{ kind: 'empty', why: 'Predictions for some dev rows come with the first evaluation.' }}
      />
    );
  }
  const input: ExamplesInput = { ...examples, labels, seed };
  const text = examplesText(input);
  const rows = examples.rows.filter((row) => isChosen(row, choice));
  return (
    <Figure
      className="figure-wide"
      text={text}
      table={() => examplesTable(input)}
      controls={<Segmented legend="Rows" value={choice} options={CHOICES} onChange={setChoice} />}
      files={{
        name: () => figureFileName(lab.run.getState(), 'examples'),
        metadata: () => figureMetadata(lab.run.getState()),
        svg() {
          const { node, height } = examplesSvg(input, FILE_WIDTH);
          const size = { width: FILE_WIDTH, height };
          const metadata = figureMetadata(lab.run.getState());
          return toStandaloneSvg(node, size, text, currentPalette(), metadata);
        },
        csv: () => toCsv(examplesTable(input)),
      }}
    >
      <ul className="plot-key">
        <li className="key-block-prompted">with the soft prompt</li>
        <li className="key-block-plain">template alone</li>
        <li className="key-dev">true class</li>
      </ul>
      {rows.length === 0 && <p className="quiet">No such row among the {examples.rows.length} shown.</p>}
      <ol className="examples">
        {rows.map((row, i) => (
          <ExampleRow key={i} row={row} labels={labels} />
        ))}
      </ol>
    </Figure>
  );
}

function isChosen(row: ExamplePrediction, choice: Choice): boolean {
  const { change, rightAfter } = judgeExample(row);
  if (choice === 'flipped') return change !== 'same';
  return choice === 'all' || rightAfter === false;
}

export interface ExampleRowProps {
  readonly row: ExamplePrediction;
  readonly labels: readonly string[];
}

export function ExampleRow({ row, labels }: ExampleRowProps): ReactNode {
  const [attach, width] = useWidth();
  const judged = judgeExample(row);
  return (
    <li className={`example example-${judged.change}`}>
      <div className="example-text">
        <p>{row.a}</p>
        {row.b !== undefined && <p className="example-second">{row.b}</p>}
        <p className="verdict">
          <Verdict name="template alone" label={labels[judged.before]} right={judged.rightBefore} />
          <span aria-hidden="true"> → </span>
          <Verdict name="soft prompt" label={labels[judged.after]} right={judged.rightAfter} />
          {judged.change !== 'same' && <strong className="flip">{CHANGE_TEXT[judged.change]}</strong>}
        </p>
      </div>
      <div className="example-bars" ref={attach}>
        {width > 60 && <SvgView node={probabilityBars(row, labels, width)} />}
      </div>
    </li>
  );
}

function Verdict(props: {
  readonly name: string;
  readonly label: string | undefined;
  readonly right: boolean | null;
}): ReactNode {
  return (
    <span>
      <span className="visually-hidden">{props.name}: </span>
      {props.label ?? '—'}
      {props.right !== null && (
        <span className="mark">
          <span aria-hidden="true">{props.right ? ' ✓' : ' ✗'}</span>
          <span className="visually-hidden">{props.right ? ' (right)' : ' (wrong)'}</span>
        </span>
      )}
    </span>
  );
}
