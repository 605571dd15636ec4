import { describe, expect, test } from 'vitest';
import { onnxChoices, wantedFiles } from '../../../src/data/models/onnx-choices.ts';

const list = (...paths: readonly string[]) => paths.map((path, i) => ({ path, bytes: 100 + i }));
const usable = (...paths: readonly string[]) =>
  onnxChoices(list(...paths))
    .filter((choice) => choice.unusable === null)
    .map(({ graph }) => graph.path);

describe('which graphs a list has', () => {
  test('full precision first, then half; quantised ones can’t be trained', () => {
    const files = list(
      'onnx/model_q4.onnx',
      'onnx/model_fp16.onnx',
      'onnx/model_quantized.onnx',
      'onnx/model.onnx',
      'onnx/model_int8.onnx',
      'onnx/model_q4f16.onnx',
      'onnx/model_bnb4.onnx',
    );
    const choices = onnxChoices(files);
    expect(choices.filter(({ unusable: why }) => why === null).map(({ graph }) => graph.path)).toEqual([
      'onnx/model.onnx',
      'onnx/model_fp16.onnx',
    ]);
    expect(choices.filter(({ precision }) => precision === 'quantised')).toHaveLength(5);
  });

  test('halves of an encoder-decoder model are none; a decoder alone is a whole model', () => {
    expect(usable('encoder_model.onnx', 'decoder_model_merged.onnx', 'decoder_model.onnx')).toEqual([]);
    expect(usable('decoder_model_merged.onnx', 'decoder_with_past_model.onnx', 'decoder_model.onnx')).toEqual([
      'decoder_model_merged.onnx',
      'decoder_model.onnx',
    ]);
  });

  test('weights beside a graph belong to it by name', () => {
    const [full, half] = onnxChoices(
      list('model.onnx', 'model.onnx_data', 'model.onnx_data_1', 'model_fp16.onnx', 'model_fp16.onnx_data', 'vocab.txt'),
    );
    expect(full?.weights.map(({ path }) => path)).toEqual(['model.onnx_data', 'model.onnx_data_1']);
    expect(half?.weights.map(({ path }) => path)).toEqual(['model_fp16.onnx_data']);
  });

  test('a graph alone in its folder has every file that is no text: old exporters write a file a tensor', () => {
    const [only] = onnxChoices(
      list('m/model.onnx', 'm/bert.embeddings.weight', 'm/onnx__MatMul_1', 'm/config.json', 'm/README.md'),
    );
    expect(only?.weights.map(({ path }) => path)).toEqual(['m/bert.embeddings.weight', 'm/onnx__MatMul_1']);
  });

  test('no graph, no choice', () => {
    expect(onnxChoices(list('pytorch_model.bin', 'config.json'))).toEqual([]);
  });
});

test('the graph is called model.onnx, and its companions are looked for beside it and above', () => {
  const files = list('a/onnx/model_fp16.onnx', 'a/onnx/model_fp16.onnx_data', 'a/config.json', 'a/tokenizer.json', 'config.json');
  const [choice] = onnxChoices(files);
  if (choice === undefined) throw new Error('no choice');
  expect(wantedFiles(choice, files).map(({ file, name }) => [file.path, name])).toEqual([
    ['a/onnx/model_fp16.onnx', 'model.onnx'],
    ['a/onnx/model_fp16.onnx_data', 'model_fp16.onnx_data'],
    ['a/config.json', 'config.json'],
    ['a/tokenizer.json', 'tokenizer.json'],
  ]);
});
