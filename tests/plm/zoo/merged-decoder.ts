import type { OnnxGraph, OnnxModel } from '../../../src/onnx/model.ts';
import { BOOL, FLOAT, GraphMaker, INT64 } from '../../onnx/graph-maker.ts';
import { TorchMaker, ZOO } from './torch-maker.ts';

/** Weights that both branches read from the main graph, as Optimum's merge leaves them. */
function mainWeights(main: TorchMaker) {
  const { vocabulary, width, neurons, positions } = ZOO;
  const layer = () => ({
    fused: main.weight([width, 3 * width], 0.2),
    out: main.weight([width, width], 0.2),
    up: main.weight([width, neurons], 0.2),
    upBias: main.weight([neurons], 0.1),
    down: main.weight([neurons, width], 0.2),
    norms: [main.weight([width], 0.1, 1), main.weight([width], 0.1)],
  });
  return {
    table: main.weight([vocabulary, width], 1, 0, 'transformer.wte.weight'),
    places: main.weight([positions, width]),
    layers: [layer(), layer()],
  };
}

/** One branch of the merged decoder: GPT-2, its keys behind a cache or not. */
function branch(name: string, cached: boolean, weights: ReturnType<typeof mainWeights>): OnnxGraph {
  const t = new TorchMaker(1, `/${name}`);
  const { width, heads, head } = ZOO;
  const [ids, mask] = ['input_ids', 'attention_mask'];
  const [batch, length] = [t.size(ids, 0), t.size(ids, 1)];
  const total = t.size(mask, 1);
  const past = t.op('Sub', [total, length]);
  const positions = t.op('Range', [past, total, t.int(1)]);
  let x = t.add(t.embed(weights.table, ids), t.embed(weights.places, positions));
  const seen = t.op('LessOrEqual', [t.unsqueeze(t.arange(total), 0), t.unsqueeze(positions, 1)]);
  const extended = t.extendedMask(mask);
  const present: string[] = [];
  const norm = (y: string, [scale, bias]: readonly string[]): string =>
    t.op('LayerNormalization', [y, scale, bias], { axis: -1, epsilon: 1e-5 });
  weights.layers.forEach(({ fused, out, up, upBias, down, norms }, layer) => {
    const parts = t.add(
      'Split',
      [t.matMul(norm(x, norms), fused), t.ints(width, width, width)],
      { axis: 2 },
      3,
    );
    const [q, ...own] = parts.map((part) => t.heads(part, heads, head));
    const [k, v] = own.map((part, index) =>
      cached
        ? t.op('Concat', [`past_key_values.${String(layer)}.${index === 0 ? 'key' : 'value'}`, part], {
            axis: 2,
          })
        : part,
    );
    present.push(k, v);
    const scores = t.op('Div', [t.matMul(q, t.permute(k, 0, 1, 3, 2)), t.float(Math.sqrt(head))]);
    const causal = t.op('Where', [seen, scores, t.float(-3.4028234663852886e38)]);
    const context = t.matMul(t.softmax(t.add(causal, extended)), v);
    x = t.add(x, t.matMul(t.view(t.permute(context, 0, 2, 1, 3), batch, length, width), out));
    const hidden = t.newGelu(t.add(t.matMul(norm(x, norms), up), upBias));
    x = t.add(x, t.matMul(hidden, down));
  });
  t.output(t.matMul(norm(x, weights.layers[0].norms), t.permute(weights.table, 1, 0)), FLOAT);
  for (const value of present) t.output(value, FLOAT);
  return t.graph();
}

/** Optimum's merged decoder: one file for the first step and for those with a cache, behind an If. */
export function mergedDecoder(): OnnxModel {
  const main = new TorchMaker(19);
  const { heads, head } = ZOO;
  main.input('input_ids', INT64, ['batch', 'sequence']);
  main.input('attention_mask', INT64, ['batch', 'past_sequence + sequence']);
  const kinds = ['key', 'value'];
  const caches = [0, 1].flatMap((layer) => kinds.map((kind) => `${String(layer)}.${kind}`));
  for (const name of caches)
    main.input(`past_key_values.${name}`, FLOAT, ['batch', heads, 'past_sequence', head]);
  main.input('use_cache_branch', BOOL, [1]);
  const weights = mainWeights(main);
  const [logits, ...present] = GraphMaker.prototype.add.call(
    main,
    'If',
    ['use_cache_branch'],
    { then_branch: branch('with', true, weights), else_branch: branch('without', false, weights) },
    5,
  );
  main.output(logits, FLOAT, 'logits');
  present.forEach((value, index) => main.output(value, FLOAT, `present.${caches[index]}`));
  return main.model();
}

/** A decoder with a cache as inputs and no branch: before the first token the cache is empty. */
export function cachedDecoder(): OnnxModel {
  const main = new TorchMaker(24);
  const { heads, head } = ZOO;
  main.input('input_ids', INT64, ['batch', 'sequence']);
  main.input('attention_mask', INT64, ['batch', 'past_sequence + sequence']);
  for (const layer of [0, 1])
    for (const kind of ['key', 'value'])
      main.input(`past_key_values.${String(layer)}.${kind}`, FLOAT, ['batch', heads, 'past_sequence', head]);
  const weights = mainWeights(main);
  const { graph, ...model } = main.model();
  const body = branch('step', true, weights);
  const [logits] = body.outputs;
  const initializers = new Map([...graph.initializers, ...body.initializers]);
  const nodes = body.nodes.map((node) => ({
    ...node,
    outputs: node.outputs.map((name) => (name === logits.name ? 'logits' : name)),
  }));
  return { ...model, graph: { ...graph, nodes, initializers, outputs: [{ ...logits, name: 'logits' }] } };
}
