/** `OnnxModel` → ONNX bytes. Tensors of at least a given size can go to one external file, which keeps them off the wasm heap. */
import { create, toBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeKind,
  AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  NodeProtoSchema,
  OperatorSetIdProtoSchema,
  StringStringEntryProtoSchema,
  TensorProto_DataLocation,
  TensorProtoSchema,
  ValueInfoProtoSchema,
  type AttributeProto,
  type GraphProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import type { Attribute, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model.ts';
import type { RawTensor } from './raw-tensor.ts';

/** IR version 10 belongs to ONNX 1.16; onnxruntime 1.30 reads it. */
const IR_VERSION = 10n;

/** Offsets of external tensors are multiples of this, so that they can be mapped and viewed as any number type. */
const ALIGNMENT = 64;

export interface WrittenModel {
  readonly model: Uint8Array;
  /** The external files, none when all is inline; pieces in order, paddings included, views of the tensors' own bytes. */
  readonly external: readonly ExternalFile[];
}

export interface ExternalFile {
  readonly location: string;
  readonly pieces: readonly Uint8Array[];
}

export interface ExternalOptions {
  readonly location: string;
  /** Tensors of at least this many bytes leave the model file. */
  readonly threshold: number;
  /** A file that would grow beyond this is followed by another, called `…_1` and so on; without it there is one. */
  readonly mostBytes?: number;
}

export function writeModel(model: OnnxModel, external?: ExternalOptions): WrittenModel {
  const writer = new Writer(external);
  const proto = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: 'prompt-lab',
    graph: writer.graph(model.graph),
    opsetImport: [...model.opsets].map(([domain, version]) =>
      create(OperatorSetIdProtoSchema, { domain, version: BigInt(version) }),
    ),
  });
  return { model: toBinary(ModelProtoSchema, proto), external: writer.files };
}

const encode = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

class Writer {
  readonly files: { readonly location: string; readonly pieces: Uint8Array[] }[] = [];
  private offset = 0;

  constructor(private readonly external: ExternalOptions | undefined) {}

  graph(graph: OnnxGraph): GraphProto {
    return create(GraphProtoSchema, {
      name: graph.name,
      input: graph.inputs.map(valueInfo),
      output: graph.outputs.map(valueInfo),
      initializer: [...graph.initializers].map(([name, tensor]) => this.tensor(tensor, name)),
      node: graph.nodes.map((node) => this.node(node)),
    });
  }

  private node(node: OnnxNode): NodeProto {
    return create(NodeProtoSchema, {
      name: node.name,
      opType: node.op,
      domain: node.domain,
      input: [...node.inputs],
      output: [...node.outputs],
      attribute: [...node.attributes].map(([name, attribute]) => this.attribute(name, attribute)),
    });
  }

  private attribute(name: string, attribute: Attribute): AttributeProto {
    const { kind, value } = attribute;
    switch (kind) {
      case 'int':
        return create(AttributeProtoSchema, { name, type: AttributeKind.INT, i: BigInt(value) });
      case 'float':
        return create(AttributeProtoSchema, { name, type: AttributeKind.FLOAT, f: value });
      case 'string':
        return create(AttributeProtoSchema, { name, type: AttributeKind.STRING, s: encode(value) });
      case 'ints':
        return create(AttributeProtoSchema, { name, type: AttributeKind.INTS, ints: value.map(BigInt) });
      case 'floats':
        return create(AttributeProtoSchema, { name, type: AttributeKind.FLOATS, floats: [...value] });
      case 'strings':
        return create(AttributeProtoSchema, {
          name,
          type: AttributeKind.STRINGS,
          strings: value.map(encode),
        });
      case 'tensor':
        return create(AttributeProtoSchema, {
          name,
          type: AttributeKind.TENSOR,
          t: this.tensor(value, value.name),
        });
      case 'graph':
        return create(AttributeProtoSchema, { name, type: AttributeKind.GRAPH, g: this.graph(value) });
    }
    return attribute satisfies never;
  }

  private tensor(tensor: RawTensor, name: string): TensorProto {
    const shared = { name, dataType: tensor.code, dims: tensor.dims.map(BigInt) };
    if (this.external === undefined || tensor.bytes.byteLength < this.external.threshold) {
      return create(TensorProtoSchema, { ...shared, rawData: tensor.bytes as Uint8Array<ArrayBuffer> });
    }
    const file = this.fileFor(tensor.bytes.byteLength, this.external);
    const padding = (ALIGNMENT - (this.offset % ALIGNMENT)) % ALIGNMENT;
    if (padding > 0) file.pieces.push(new Uint8Array(padding));
    const offset = this.offset + padding;
    file.pieces.push(tensor.bytes);
    this.offset = offset + tensor.bytes.byteLength;
    const entry = (key: string, value: string | number) =>
      create(StringStringEntryProtoSchema, { key, value: String(value) });
    return create(TensorProtoSchema, {
      ...shared,
      dataLocation: TensorProto_DataLocation.EXTERNAL,
      externalData: [
        entry('location', file.location),
        entry('offset', offset),
        entry('length', tensor.bytes.byteLength),
      ],
    });
  }

  private fileFor(
    bytes: number,
    { location, mostBytes = Number.POSITIVE_INFINITY }: ExternalOptions,
  ): { readonly location: string; readonly pieces: Uint8Array[] } {
    const last = this.files.at(-1);
    if (last !== undefined && this.offset + bytes <= mostBytes) return last;
    const number = this.files.length;
    const next = { location: number === 0 ? location : `${location}_${String(number)}`, pieces: [] };
    this.files.push(next);
    this.offset = 0;
    return next;
  }
}

function valueInfo(info: OnnxValueInfo): ValueInfoProto {
  // What has no type in one file has none in the other; a type of 0 is refused everywhere.
  if (info.elementType === 0) return create(ValueInfoProtoSchema, { name: info.name });
  const dims = info.dims?.map((dim) => ({
    value:
      typeof dim === 'number'
        ? { case: 'dimValue' as const, value: BigInt(dim) }
        : dim === null
          ? { case: undefined }
          : { case: 'dimParam' as const, value: dim },
  }));
  const type = { elemType: info.elementType, ...(dims === undefined ? {} : { shape: { dim: dims } }) };
  return create(ValueInfoProtoSchema, {
    name: info.name,
    type: { value: { case: 'tensorType', value: type } },
  });
}
