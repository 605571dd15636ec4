/**
 * Computes a sweep's cells. Each kind is an entry of the table below; what a cell needs of another (its prompt, its
 * neurons) comes from the record where it is, and is computed on the way where it isn't.
 */
import { LabError } from '../../errors/lab-error.ts';
import { argmax } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import { cellId, type CellOf, type PromptSource, type SweepCell } from '../../experiment/sweep-cells.ts';
import type {
  CellResult,
  CostedPoint,
  InitialisedCell,
  NeuronCell,
  ProjectedCell,
  RecommendedCell,
  ScoredCell,
  TrainedCell,
} from '../../experiment/sweep-record.ts';
import { parseTemplate } from '../../text/template.ts';
import { wrapExample } from '../../text/wrap-example.ts';
import type { EncodedRow } from '../prompt/encoded-task.ts';
import { initialPrompt, type SavedPrompt } from '../prompt/prompt-init.ts';
import type { NeuronMasks, PromptSession } from '../prompt/prompt-session.ts';
import type { RunControl } from '../prompt/run-control.ts';
import { TrainRun } from '../prompt/train-run.ts';
import { projectCell } from './project-cell.ts';
import { activatedBits } from './neuron-bits.ts';
import { randomNeuronMask, topNeuronMask } from './neuron-mask.ts';
import { recommendCell } from './recommend-cell.ts';
import type { SweepWorld } from './sweep-world.ts';

/** How far the cell at work has come. */
export type CellProgress = (doing: string, done: number, total: number) => void;

/** Seeds of streams that must differ from those of the runs. */
const OWN_START = 'start of';
const DRAW_STEP = 1_000_003;

/** Digits of a stored activation: the sign, which ON compares, is exact. */
const ACTIVATION_DIGITS = 4;

/** What a cell of each kind leaves. */
interface Results {
  readonly train: TrainedCell;
  readonly transfer: ScoredCell;
  readonly neurons: NeuronCell;
  readonly initialise: InitialisedCell;
  readonly mask: ScoredCell;
  readonly recommend: RecommendedCell;
  readonly project: ProjectedCell;
}

export class SweepRunner {
  private readonly results = new Map<string, CellResult>();

  /** @param known results that are there already, by id */
  constructor(
    private readonly world: SweepWorld,
    private readonly control: RunControl,
    private readonly progress: CellProgress = () => undefined,
    known: Readonly<Record<string, CellResult>> = {},
  ) {
    for (const [id, result] of Object.entries(known))
      if (result.kind !== 'failed') this.results.set(id, result);
  }

  /** @throws LabError what went wrong, `cancelled` when stopped; the cell can be run again */
  run(cell: SweepCell): Promise<CellResult> {
    switch (cell.kind) {
      case 'train':
        return this.once(cell, () => this.train(cell));
      case 'transfer':
        return this.once(cell, () => this.transfer(cell));
      case 'neurons':
        return this.once(cell, () => this.neurons(cell));
      case 'initialise':
        return this.once(cell, () => this.initialise(cell));
      case 'mask':
        return this.once(cell, () => this.mask(cell));
      case 'recommend':
        return this.once(cell, () => this.recommend(cell));
      case 'project':
        return this.once(cell, () => this.project(cell));
    }
    return cell satisfies never;
  }

  private async once<K extends SweepCell['kind']>(
    cell: CellOf<K>,
    compute: () => Promise<Results[K]>,
  ): Promise<Results[K]> {
    const id = cellId(cell);
    const known = this.results.get(id);
    // An id names its kind, so what is stored under it is of that kind.
    if (known !== undefined) return known as Results[K];
    const result = await compute();
    this.results.set(id, result);
    return result;
  }

  /** The prompt that a training cell leaves. */
  private async trained(cell: CellOf<'train'>): Promise<SavedPrompt> {
    const { length, width, prompt } = await this.once(cell, () => this.train(cell));
    return { length, width, values: prompt };
  }

  /** An untrained prompt; prompts of different `seed` or `name` are different. */
  private async untrained(plm: string, task: string, seed: number): Promise<SavedPrompt> {
    const { init, promptLength } = this.world.sweep.training;
    const { plm: opened, tokenizer } = await this.world.plm(plm);
    const { verbalizer } = await this.world.encodedTask(plm, task);
    // Prompts that start from words of the task are compared with words drawn at random.
    const drawn = init.kind === 'normal' ? init : ({ kind: 'vocab' } as const);
    const values = initialPrompt(drawn, promptLength, seed, {
      table: opened.wordTable,
      width: opened.width,
      tokenizer,
      labelWordIds: verbalizer.tokenIds,
      saved: null,
    });
    return { length: promptLength, width: opened.width, values };
  }

  private async train(cell: CellOf<'train'>): Promise<TrainedCell> {
    const { plm, task, seed, start } = cell;
    const own =
      start === 'shared'
        ? null
        : await this.untrained(plm, task, randomStream(seed, `${OWN_START} ${task}`).integer(0, 0x7fff_ffff));
    const snapshots: Float32Array[] = [];
    const trained = await this.trainFrom(plm, task, seed, own, `training ${task}`, snapshots);
    const session = await this.world.session(plm, task, seed);
    const activated: string[] = [];
    for (const prompt of snapshots) {
      const { values } = await session.neurons([this.bareRow(session)], prompt);
      activated.push(activatedBits(values));
    }
    return { kind: 'trained', ...trained, activated };
  }

  private async trainFrom(
    plm: string,
    taskName: string,
    seed: number,
    saved: SavedPrompt | null,
    doing: string,
    snapshots: Float32Array[] = [],
  ): Promise<Omit<TrainedCell, 'kind' | 'activated'>> {
    const { world, control } = this;
    const [task, session] = [await world.task(taskName), await world.session(plm, taskName, seed)];
    const { steps } = world.sweep.training;
    const flopsBefore = session.trainedFlops;
    const curve: CostedPoint[] = [];
    const seconds: number[] = [];
    const run: TrainRun = new TrainRun({
      session,
      task,
      control,
      saved,
      from: null,
      watch: false,
      emit: (event) => {
        if (event.kind === 'phase' && event.phase === 'train') this.progress(doing, event.done, steps);
        // A checkpoint follows every evaluation; others come by the clock.
        if (event.kind === 'checkpoint' && event.checkpoint.dev.length > snapshots.length)
          snapshots.push(event.checkpoint.state.prompt.values);
        if (event.kind !== 'dev') return;
        curve.push({ ...event.point, flops: session.trainedFlops - flopsBefore });
        seconds.push(run.trainedSeconds);
      },
    });
    const best = await run.train();
    if (best === null) throw stopped();
    const { promptLength: length } = world.sweep.training;
    const { step: bestStep, dev, prompt } = best;
    return { length, width: session.plm.width, prompt, bestStep, dev, curve, seconds };
  }

  private async promptOf(source: PromptSource, cell: CellOf<'transfer'>): Promise<SavedPrompt | null> {
    const { plm, seed, target } = cell;
    switch (source.kind) {
      case 'task':
        return this.trained({ kind: 'train', plm, task: source.task, start: source.start, seed });
      case 'random':
        return this.untrained(plm, target, (DRAW_STEP * (source.draw + 1) + seed) % 0xffff_ffff);
      case 'none':
        return null;
    }
    return source satisfies never;
  }

  private async transfer(cell: CellOf<'transfer'>): Promise<ScoredCell> {
    const { plm, target, seed, source } = cell;
    const prompt = await this.promptOf(source, cell);
    const session = await this.world.session(plm, target, seed);
    const name = source.kind === 'task' ? source.task : source.kind;
    return this.score(session, prompt, `${name} → ${target}`);
  }

  /** Classes chosen for the test rows (the first `rows`). A pause or a stop comes in between two batches. */
  private async score(
    session: PromptSession,
    prompt: SavedPrompt | null,
    doing: string,
    rows: number = session.task.test.length,
    masks: NeuronMasks | null = null,
  ): Promise<ScoredCell> {
    const started = performance.now();
    const [forward, compile] = [session.forwardMs, session.compileMs];
    const used = session.task.test.slice(0, rows);
    const work = session.scoreBatches(used, prompt?.values ?? null, masks);
    let next = await work.next();
    for (; next.done !== true; next = await work.next()) {
      this.progress(doing, next.value, used.length);
      if (!(await this.control.hold(() => Promise.resolve()))) throw stopped();
    }
    const classes = session.task.verbalizer.labels.length;
    const scores = next.value;
    const all = performance.now() - started - (session.compileMs - compile);
    return {
      kind: 'scored',
      predictions: used.map((_, row) => argmax(scores, row * classes, classes)),
      seconds: [all / 1000, (session.forwardMs - forward) / 1000],
    };
  }

  private async neurons(cell: CellOf<'neurons'>): Promise<NeuronCell> {
    const { plm: name, probeRows } = this.world.sweep;
    const { values } = await this.trained({ ...cell, kind: 'train', plm: name });
    const session = await this.world.session(name, cell.task, cell.seed);
    const alone = await session.neurons([this.bareRow(session)], values);
    const onRows = await session.neurons(session.task.dev.slice(0, probeRows), values);
    return {
      kind: 'neurons',
      layers: alone.layers,
      neurons: alone.neurons,
      alone: rounded(alone.values),
      onRows: rounded(onRows.values),
    };
  }

  /** No text and no word of a template, as in the paper: what is read there is the prompt's doing alone. */
  private bareRow({ plm, tokenizer }: PromptSession): EncodedRow {
    const { maxLength } = this.world.sweep.training;
    return {
      example: wrapExample(tokenizer, parseTemplate('{a}[MASK]'), { a: '' }, maxLength, plm.read),
      label: 0,
    };
  }

  private async initialise(cell: CellOf<'initialise'>): Promise<InitialisedCell> {
    const { source, target, seed } = cell;
    const { plm } = this.world.sweep;
    const saved = await this.trained({ kind: 'train', plm, task: source, start: 'shared', seed });
    const doing = `training ${target} from ${source}`;
    const trained = await this.trainFrom(plm, target, seed, saved, doing);
    const session = await this.world.session(plm, target, seed);
    const best = { length: trained.length, width: trained.width, values: trained.prompt };
    const { predictions } = await this.score(session, best, doing);
    return { kind: 'initialised', ...trained, predictions };
  }

  private async mask(cell: CellOf<'mask'>): Promise<ScoredCell> {
    const { plm, masking } = this.world.sweep;
    if (masking === null) throw new Error('a sweep without masking has no masks');
    const { task, target, mask, share, seed } = cell;
    const prompt = await this.trained({ kind: 'train', plm, task, start: 'shared', seed });
    const masked = mask.kind === 'other-task' ? mask.task : task;
    const probed: CellOf<'neurons'> = { kind: 'neurons', task: masked, start: 'shared', seed };
    const { layers, neurons, onRows } = await this.once(probed, () => this.neurons(probed));
    const activations = { layers, neurons, values: onRows };
    const masks =
      mask.kind === 'random'
        ? randomNeuronMask(
            activations,
            share,
            masking,
            randomStream(seed, `mask ${String(mask.draw)} ${String(share)}`),
          )
        : topNeuronMask(activations, share, masking);
    const session = await this.world.session(plm, target, seed);
    return this.score(
      session,
      prompt,
      `${task} → ${target}, ${String(100 * share)} % of neurons off`,
      masking.rows,
      masks,
    );
  }

  private async recommend({ target, seed }: CellOf<'recommend'>): Promise<RecommendedCell> {
    const { plm, tasks } = this.world.sweep;
    const bank = new Map<string, SavedPrompt>();
    for (const task of tasks)
      if (task !== target)
        bank.set(task, await this.trained({ kind: 'train', plm, task, start: 'shared', seed }));
    const session = await this.world.session(plm, target, seed);
    return recommendCell({
      world: this.world,
      target,
      seed,
      bank,
      control: this.control,
      progress: this.progress,
      neurons: async (prompt) => {
        const { layers, neurons, values } = await session.neurons([this.bareRow(session)], prompt);
        return { layers, neurons, values: rounded(values) };
      },
    });
  }

  private project({ index, seed }: CellOf<'project'>): Promise<ProjectedCell> {
    const { projections, plm } = this.world.sweep;
    return projectCell({
      world: this.world,
      settings: projections[index],
      seed,
      control: this.control,
      progress: this.progress,
      prompt: (of, task) => this.trained({ kind: 'train', plm: of, task, start: 'shared', seed }),
      untrained: (task, draw) => this.untrained(plm, task, (DRAW_STEP * (draw + 1) + seed) % 0xffff_ffff),
      score: (session, prompt, doing) => this.score(session, prompt, doing),
    });
  }
}

function rounded(values: Float32Array): Float32Array {
  return values.map((value) => Number(value.toPrecision(ACTIVATION_DIGITS)));
}

const stopped = (): LabError =>
  new LabError({
    code: 'cancelled',
    message: 'Stopped.',
    remedy: 'Go on when you like: finished cells are kept.',
  });
