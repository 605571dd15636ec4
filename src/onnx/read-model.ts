/**
 * ONNX bytes → `OnnxModel`. Protobuf is decoded by Protobuf-ES, whose byte fields are views into the file.
 * External data is asked for by its location, as the file names it.
 */
import { fromBinary } from '@bufbuild/protobuf';
import {
  AttributeProto_AttributeType as AttributeKind,
  ModelProtoSchema,
  TensorProto_DataLocation,
  type AttributeProto,
  type FunctionProto,
  type GraphProto,
  type ModelProto,
  type NodeProto,
  type TensorProto,
  type ValueInfoProto,
} from 'onnx-buf';
import { LabError } from '../errors/lab-error.ts';
import type { Attribute, OnnxFunction, OnnxGraph, OnnxModel, OnnxNode, OnnxValueInfo } from './model.ts';
import { ELEMENT_CODES, type RawTensor } from './raw-tensor.ts';
import { elementCount } from './tensor.ts';

/** Gives the whole external file of that name, or null when it is not there. */
export type ExternalFiles = (location: string) => Uint8Array | null;

const noFiles: ExternalFiles = () => null;

/**
 * Reads a model without copying its tensors.
 * @throws LabError `onnx-unreadable` when the bytes are not an ONNX model, `onnx-external-data-missing` when a tensor's file is not given
 */
export function readModel(
  bytes: Uint8Array,
  external: ExternalFiles = noFiles,
  file = 'model.onnx',
): OnnxModel {
  let proto: ModelProto;
  try {
    proto = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (cause) {
    throw unreadable(
      file,
      `${file} is not a readable ONNX file (${cause instanceof Error ? cause.message : 'decoding failed'}).`,
      cause,
    );
  }
  if (proto.graph === undefined || proto.graph.node.length === 0) {
    throw unreadable(file, `${file} holds no graph: it is not an ONNX model, or it is cut short.`);
  }
  const read = new Reader(external, file);
  return {
    graph: read.graph(proto.graph),
    opsets: new Map(proto.opsetImport.map((set) => [canonicalDomain(set.domain), Number(set.version)])),
    functions: new Map(
      proto.functions.map((fn) => [`${canonicalDomain(fn.domain)}:${fn.name}`, read.function(fn)]),
    ),
    producer: `${proto.producerName} ${proto.producerVersion}`.trim(),
  };
}

function unreadable(file: string, message: string, cause?: unknown): LabError {
  return new LabError(
    {
      code: 'onnx-unreadable',
      message,
      remedy: 'Check that the whole file was copied or downloaded, then open it again.',
      where: file,
    },
    { cause },
  );
}

const canonicalDomain = (domain: string): string => (domain === 'ai.onnx' ? '' : domain);

const text = new TextDecoder();

class Reader {
  constructor(
    private readonly external: ExternalFiles,
    private readonly file: string,
  ) {}

  graph(proto: GraphProto): OnnxGraph {
    return {
      name: proto.name,
      inputs: proto.input.map(valueInfo),
      outputs: proto.output.map(valueInfo),
      initializers: new Map(proto.initializer.map((tensor) => [tensor.name, this.tensor(tensor)])),
      nodes: proto.node.map((node) => this.node(node)),
    };
  }

  function(proto: FunctionProto): OnnxFunction {
    const references = proto.node.flatMap((node, index) =>
      node.attribute
        .filter((a) => a.refAttrName !== '')
        .map((a) => ({ node: index, name: a.name, from: a.refAttrName })),
    );
    return {
      inputs: proto.input,
      outputs: proto.output,
      attributes: proto.attribute,
      attributeDefaults: this.attributes(proto.attributeProto),
      nodes: proto.node.map((node) => this.node(node)),
      references,
    };
  }

  private node(proto: NodeProto): OnnxNode {
    return {
      name: proto.name,
      op: proto.opType,
      domain: canonicalDomain(proto.domain),
      inputs: proto.input,
      outputs: proto.output,
      attributes: this.attributes(proto.attribute.filter((a) => a.refAttrName === '')),
    };
  }

  private attributes(protos: readonly AttributeProto[]): ReadonlyMap<string, Attribute> {
    return new Map(protos.map((proto) => [proto.name, this.attribute(proto)]));
  }

  private attribute(proto: AttributeProto): Attribute {
    switch (proto.type) {
      case AttributeKind.INT:
        return { kind: 'int', value: Number(proto.i) };
      case AttributeKind.FLOAT:
        return { kind: 'float', value: proto.f };
      case AttributeKind.STRING:
        return { kind: 'string', value: text.decode(proto.s) };
      case AttributeKind.INTS:
        return { kind: 'ints', value: proto.ints.map(Number) };
      case AttributeKind.FLOATS:
        return { kind: 'floats', value: proto.floats };
      case AttributeKind.STRINGS:
        return { kind: 'strings', value: proto.strings.map((s) => text.decode(s)) };
      case AttributeKind.TENSOR:
        if (proto.t !== undefined) return { kind: 'tensor', value: this.tensor(proto.t) };
        break;
      case AttributeKind.GRAPH:
        if (proto.g !== undefined) return { kind: 'graph', value: this.graph(proto.g) };
        break;
      default:
    }
    throw new LabError({
      code: 'onnx-unsupported',
      message: `Attribute ${proto.name} of ${this.file} has a kind that the lab does not read (${String(proto.type)}).`,
      remedy: 'Export the model without sparse tensors or sequences.',
      where: proto.name,
    });
  }

  private tensor(proto: TensorProto): RawTensor {
    const dims = proto.dims.map(Number);
    return { name: proto.name, code: proto.dataType, dims, bytes: this.tensorBytes(proto, dims) };
  }

  private tensorBytes(proto: TensorProto, dims: readonly number[]): Uint8Array {
    if (proto.dataLocation === TensorProto_DataLocation.EXTERNAL) return this.externalBytes(proto, dims);
    if (proto.rawData.byteLength > 0) return proto.rawData;
    return typedFieldBytes(proto);
  }

  private externalBytes(proto: TensorProto, dims: readonly number[]): Uint8Array {
    const entries = new Map(proto.externalData.map((entry) => [entry.key, entry.value]));
    const location = entries.get('location') ?? '';
    const whole = this.external(location);
    if (whole === null) {
      throw new LabError({
        code: 'onnx-external-data-missing',
        message: `${this.file} keeps its weights in a second file, “${location}”, which is not there.`,
        remedy: `Put “${location}” beside ${this.file} (or drop both files together).`,
        where: location,
      });
    }
    const offset = Number(entries.get('offset') ?? 0);
    const length = Number(
      entries.get('length') ?? elementCount(dims) * (ELEMENT_CODES[proto.dataType]?.bytes ?? 0),
    );
    if (!(offset >= 0 && length >= 0 && offset + length <= whole.byteLength)) {
      throw unreadable(
        location,
        `“${location}” is too short: tensor ${proto.name} lies at bytes ${String(offset)} to ${String(offset + length)}, the file has ${String(whole.byteLength)}.`,
      );
    }
    return whole.subarray(offset, offset + length);
  }
}

/** Tensors written as typed fields instead of raw bytes; 16-bit and 8-bit types share the int32 field. */
function typedFieldBytes(proto: TensorProto): Uint8Array {
  const bytesOf = (array: ArrayBufferView): Uint8Array =>
    new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  switch (proto.dataType) {
    case 1:
      return bytesOf(Float32Array.from(proto.floatData));
    case 11:
      return bytesOf(Float64Array.from(proto.doubleData));
    case 7:
      return bytesOf(BigInt64Array.from(proto.int64Data));
    case 12:
      return bytesOf(Uint32Array.from(proto.uint64Data, Number));
    case 13:
      return bytesOf(BigUint64Array.from(proto.uint64Data));
    case 6:
      return bytesOf(Int32Array.from(proto.int32Data));
    case 4:
    case 5:
    case 10:
    case 16:
      return bytesOf(Uint16Array.from(proto.int32Data));
    default:
      return bytesOf(Uint8Array.from(proto.int32Data));
  }
}

function valueInfo(proto: ValueInfoProto): OnnxValueInfo {
  const type = proto.type?.value;
  if (type?.case !== 'tensorType') return { name: proto.name, elementType: 0, dims: undefined };
  const dims = type.value.shape?.dim.map(({ value }) =>
    value.case === 'dimValue' ? Number(value.value) : value.case === 'dimParam' ? value.value : null,
  );
  return { name: proto.name, elementType: type.value.elemType, dims };
}
