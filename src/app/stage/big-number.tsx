/** The number that the run came to, its interval and n, and a ruler of what no training reaches. */
import type { ReactNode } from 'react';
import { wilsonInterval, type Interval } from '../../experiment/statistics.ts';
import { ruler, type Ruler } from '../../views/stage/ruler.ts';
import type { Untrained } from '../../views/train/untrained.ts';
import { Glossed } from '../glossary/term.tsx';
import { useLab, useRun } from '../lab-context.tsx';
import { LiveText } from '../live-text.tsx';
import { isActive } from '../job/job-status.ts';
import type { RunState } from '../run/run-state.ts';
import { RunProgress } from '../train/run-progress.tsx';
import { duration, stepTime } from '../train/run-words.ts';

interface NumberShown {
  readonly value: number;
  readonly interval: Interval | null;
  readonly split: 'dev' | 'test';
  /** What the number is of. */
  readonly of: string;
  readonly facts: string;
}

function numberOf(run: RunState): NumberShown | null {
  const { result, rows, dev, recipe } = run;
  const seeds = `1 seed (${String(recipe?.seed ?? 0)})`;
  const over = (share: number, total: number | undefined): Interval | null =>
    total === undefined || total === 0 ? null : wilsonInterval(Math.round(share * total), total);
  if (result !== null)
    return {
      value: result.test,
      interval: over(result.test, rows?.test),
      split: 'test',
      of: 'of test rows right',
      facts: `${rows === null ? '' : `n = ${String(rows.test)}, looked at once · `}${seeds}`,
    };
  const last = dev.at(-1);
  if (last === undefined) return null;
  return {
    value: last.accuracy,
    interval: over(last.accuracy, rows?.dev),
    split: 'dev',
    of: `of dev rows right at step ${String(last.step)}`,
    facts: `${rows === null ? '' : `n = ${String(rows.dev)} · `}${
      isActive(run.status) ? 'test rows are kept for the end' : seeds
    }`,
  };
}

export function BigNumber(): ReactNode {
  const lab = useLab();
  useRun((state) => state.result);
  const devLength = useRun((state) => state.dev.length);
  const baselines = useRun((state) => state.baselines);
  const active = useRun((state) => isActive(state.status));
  useRun((state) => state.id);
  const shown = numberOf(lab.run.getState());
  const marks = ruler({
    baselines,
    split: shown?.split ?? 'dev',
    prompt: shown === null ? null : { at: shown.value, interval: shown.interval },
  });
  const interval = shown?.interval ?? null;
  return (
    <div className="big-number" data-part="number" data-points={devLength}>
      <p className="number-line">
        <span className="number ink-learn">
          {shown === null ? '—' : `${(100 * shown.value).toFixed(1)} %`}
        </span>
        <span className="number-facts">
          <span>
            <Glossed text={shown === null ? 'of dev rows right: the first look is to come' : shown.of} />
            {interval !== null &&
              ` [${[interval.low, interval.high].map((end) => (100 * end).toFixed(1)).join(', ')}]`}
          </span>
          <small>
            <Glossed text={shown?.facts ?? ''} />
          </small>
        </span>
      </p>
      <RulerView marks={marks} />
      <p className="quiet ruler-note talk-hides">
        {active ? <LiveText read={progressWords} /> : <Glossed text={marks.note} />}
      </p>
      <RunProgress />
    </div>
  );
}

/** Steps after which the time left can be told. */
const STEADY = 10;

function progressWords(run: RunState): string {
  const { series, recipe, secondsLeft } = run;
  if (recipe === null) return '';
  // The first steps hold what is compiled once.
  const left = secondsLeft === null || series.length < STEADY ? '' : ` · ${duration(secondsLeft)} left`;
  return `${String(series.lastStep)} of ${String(recipe.training.steps)} steps · ${stepTime(run)} a step${left} · nothing leaves this device`;
}

function RulerView({ marks }: { readonly marks: Ruler }): ReactNode {
  const place = (at: number): string =>
    `${String((100 * (at - marks.low)) / Math.max(1e-9, marks.high - marks.low))}%`;
  const { best, prompt } = marks;
  return (
    <div className="ruler" aria-hidden="true">
      <span className="ruler-track" />
      {best !== null && prompt !== null && (
        <span
          className={prompt.at >= best.at ? 'ruler-gain' : 'ruler-gain is-loss'}
          style={{
            left: place(Math.min(best.at, prompt.at)),
            right: `calc(100% - ${place(Math.max(best.at, prompt.at))})`,
          }}
        />
      )}
      {marks.range !== null && (
        <span
          className="ruler-range"
          title="random prompts, lowest to highest"
          style={{ left: place(marks.range.low), right: `calc(100% - ${place(marks.range.high)})` }}
        />
      )}
      {marks.others.map((mark) => (
        <span
          key={mark.name}
          className="ruler-mark is-lesser"
          title={mark.name}
          style={{ left: place(mark.at) }}
        />
      ))}
      {best !== null && <Best mark={best} prompt={prompt?.at ?? null} left={place(best.at)} />}
      {prompt !== null && (
        <>
          {prompt.interval !== null && (
            <span
              className="ruler-interval"
              style={{
                left: place(prompt.interval.low),
                right: `calc(100% - ${place(prompt.interval.high)})`,
              }}
            />
          )}
          <span className="ruler-dot" style={{ left: place(prompt.at) }}>
            <span className="ruler-name ink-learn">soft prompt</span>
          </span>
        </>
      )}
      {marks.ticks.map((tick, i) => (
        <span key={tick} className="ruler-tick" style={{ left: place(tick) }}>
          {Math.round(100 * tick)}
          {i === marks.ticks.length - 1 && ' %'}
        </span>
      ))}
    </div>
  );
}

/** Marks nearer than this share of the ruler would write over one another. */
const CLOSE = 0.09;

function Best(props: {
  readonly mark: Untrained;
  readonly prompt: number | null;
  readonly left: string;
}): ReactNode {
  const { mark, prompt } = props;
  const isClose = prompt !== null && Math.abs(prompt - mark.at) < CLOSE;
  return (
    <span className="ruler-mark" style={{ left: props.left }}>
      <span className={isClose ? 'ruler-name ink-before is-below' : 'ruler-name ink-before'}>
        {mark.name.replace(/^(a|the) /, '')}
      </span>
    </span>
  );
}
