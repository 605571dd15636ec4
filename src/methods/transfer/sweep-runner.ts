/**
 * Computes a sweep's cells. Each kind is an entry of the table below; what a cell needs of another (its prompt, its
 * neurons) comes from the record where it is, and is computed on the way where it isn't.
 */
import { LabError } from '../../errors/lab-error.ts';
import type { EngineReport } from '../../experiment/run-record.ts';
import { argmax } from '../../experiment/metrics.ts';
import { randomStream } from '../../experiment/random.ts';
import { cellId, type CellOf, type PromptSource, type SweepCell } from '../../experiment/sweep-cells.ts';
import type {
  CellResult,
  InitialisedCell,
  NeuronCell,
  ProjectedCell,
  RecommendedCell,
  ScoredCell,
  TrainedCell,
} from '../../experiment/sweep-record.ts';
import type { SavedPrompt } from '../prompt/prompt-init.ts';
import type { NeuronMasks, PromptSession } from '../prompt/prompt-session.ts';
import type { RunControl } from '../training/run-control.ts';
import { projectCell } from './project-cell.ts';
import { randomNeuronMask, topNeuronMask } from './neuron-mask.ts';
import { recommendCell } from './recommend-cell.ts';
import type { SweepWorld } from './sweep-world.ts';
import {
  bareRow,
  stopped,
  trainAlone,
  trainFrom,
  trainTogether,
  untrainedPrompt,
  type CellProgress,
  type TrainingParts,
} from './train-cells.ts';

/** Prompts of one seed are trained together where an engine gains by it: a GPU, which small batches leave idle. */
const BANK_SIZES: Readonly<Record<EngineReport['engine'], number>> = { webgpu: 8, wasm: 1, cpu: 1 };

/** Keeps the seeds of untrained prompts away from those of the runs. */
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
  readonly 'initialise-projected': InitialisedCell;
}

export class SweepRunner {
  private readonly results = new Map<string, CellResult>();

  private readonly parts: TrainingParts;
  private bankFits = true;

  /**
   * @param known results that are there already, by id
   * @param bankSize most prompts trained together on an engine
   */
  constructor(
    private readonly world: SweepWorld,
    private readonly control: RunControl,
    private readonly progress: CellProgress = () => undefined,
    known: Readonly<Record<string, CellResult>> = {},
    private readonly bankSize: (engine: EngineReport['engine']) => number = (engine) => BANK_SIZES[engine],
  ) {
    this.parts = { world, control, progress };
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
      case 'initialise-projected':
        return this.once(cell, () => this.initialiseProjected(cell));
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

  private async train(cell: CellOf<'train'>): Promise<TrainedCell> {
    const together = await this.bankOf(cell);
    if (together.length > 1) {
      await this.trainBank(together);
      const own = this.results.get(cellId(cell));
      if (own?.kind === 'trained') return own;
    }
    return trainAlone(this.parts, cell);
  }

  /** Takes what a bank gives; where it is too large for the device, prompts are trained one by one from then on. */
  private async trainBank(cells: readonly CellOf<'train'>[]): Promise<void> {
    try {
      for (const [cell, trained] of await trainTogether(this.parts, cells))
        this.results.set(cellId(cell), trained);
    } catch (thrown) {
      if (!(thrown instanceof LabError && thrown.code === 'out-of-memory')) throw thrown;
      this.bankFits = false;
    }
  }

  /** The training cells that are computed along with `cell`, itself first. */
  private async bankOf(cell: CellOf<'train'>): Promise<readonly CellOf<'train'>[]> {
    const { sweep } = this.world;
    const { engine } = (await this.world.engine(cell.plm)).report;
    const others = sweep.tasks
      .filter((task) => task !== cell.task)
      .map((task) => ({ ...cell, task }))
      .filter((other) => !this.results.has(cellId(other)));
    return [cell, ...others].slice(0, this.bankFits ? this.bankSize(engine) : 1);
  }

  private async promptOf(source: PromptSource, cell: CellOf<'transfer'>): Promise<SavedPrompt | null> {
    const { plm, seed, target } = cell;
    switch (source.kind) {
      case 'task':
        return this.trained({ kind: 'train', plm, task: source.task, start: source.start, seed });
      case 'random':
        return untrainedPrompt(this.world, plm, target, (DRAW_STEP * (source.draw + 1) + seed) % 0xffff_ffff);
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
    const alone = await session.neurons([bareRow(session, this.world.sweep.training.maxLength)], values);
    const onRows = await session.neurons(session.task.dev.slice(0, probeRows), values);
    return {
      kind: 'neurons',
      layers: alone.layers,
      neurons: alone.neurons,
      alone: rounded(alone.values),
      onRows: rounded(onRows.values),
    };
  }

  private async initialise({ source, target, seed }: CellOf<'initialise'>): Promise<InitialisedCell> {
    const { plm } = this.world.sweep;
    const saved = await this.trained({ kind: 'train', plm, task: source, start: 'shared', seed });
    return this.trainedFrom(plm, target, seed, saved, `training ${target} from ${source}`);
  }

  private async initialiseProjected(cell: CellOf<'initialise-projected'>): Promise<InitialisedCell> {
    const { index, task, seed } = cell;
    const { toPlm } = this.world.sweep.projections[index];
    const projector: CellOf<'project'> = { kind: 'project', index, seed };
    const { tasks } = await this.once(projector, () => this.project(projector));
    const values = tasks[task].prompt;
    const length = this.world.sweep.training.promptLength;
    const projected = { length, width: values.length / length, values };
    return this.trainedFrom(toPlm, task, seed, projected, `training ${task} from its projected prompt`);
  }

  private async trainedFrom(
    plm: string,
    task: string,
    seed: number,
    start: SavedPrompt,
    doing: string,
  ): Promise<InitialisedCell> {
    const trained = await trainFrom(this.parts, { plm, task, seed }, start, doing);
    const session = await this.world.session(plm, task, seed);
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
        const { layers, neurons, values } = await session.neurons(
          [bareRow(session, this.world.sweep.training.maxLength)],
          prompt,
        );
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
      untrained: (task, draw) =>
        untrainedPrompt(this.world, plm, task, (DRAW_STEP * (draw + 1) + seed) % 0xffff_ffff),
      score: (session, prompt, doing) => this.score(session, prompt, doing),
    });
  }
}

function rounded(values: Float32Array): Float32Array {
  return values.map((value) => Number(value.toPrecision(ACTIVATION_DIGITS)));
}
