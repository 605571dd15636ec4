/**
 * The pickle inside of a file that `torch.save` wrote, read as data. Nothing is ever run: only the opcodes are known
 * that torch's pickler needs for tensors in dictionaries, and what a pickle may name and call is in torch-values.ts.
 * No value is walked recursively, so values that hold each other do no harm.
 * Formats: Python's pickletools (protocol 2), torch.serialization.
 */
import type { LabError } from '../errors/lab-error.ts';
import { ByteReader } from './byte-reader.ts';
import { opcodeName, OPCODES } from './pickle-opcodes.ts';
import {
  callOf,
  clipped,
  isKind,
  isKnownName,
  kindOf,
  storageOf,
  torchProblem,
  type PickledValue,
} from './torch-values.ts';

/** The deepest that torch nests is a tensor's shape within its arguments within a dictionary. */
const MOST_MARKS = 64;
/** A file of one prompt needs a few dozen; a large model's has some thousand tensors. */
const MOST_VALUES = 100_000;
const LONGEST_NAME = 200;

/** The value that `bytes` pickle. @throws LabError `file` naming the opcode, the name or the place at fault */
export function readTorchPickle(bytes: Uint8Array, file: string): PickledValue {
  return new Unpickler(bytes, file).run();
}

class Unpickler {
  private readonly wrong: (what: string) => LabError;
  private readonly reader: ByteReader;
  private readonly stack: PickledValue[] = [];
  private readonly marks: number[] = [];
  private readonly memo = new Map<number, PickledValue>();

  constructor(bytes: Uint8Array, file: string) {
    this.wrong = (what) => torchProblem(file, what);
    this.reader = new ByteReader(bytes, () => this.wrong('its pickle ends too early'));
  }

  run(): PickledValue {
    for (;;) {
      const opcode = this.reader.byte();
      if (opcode === OPCODES.STOP) break;
      this.step(opcode);
      if (this.stack.length > MOST_VALUES || this.memo.size > MOST_VALUES || this.marks.length > MOST_MARKS)
        throw this.wrong('its pickle holds more than any prompt needs');
    }
    const value = this.pop();
    if (this.stack.length > 0 || this.marks.length > 0) throw this.wrong('its pickle ends in the middle');
    return value;
  }

  private step(opcode: number): void {
    const { reader, stack } = this;
    switch (opcode) {
      case OPCODES.PROTO:
        reader.byte();
        return;
      case OPCODES.MARK:
        this.marks.push(stack.length);
        return;
      case OPCODES.NONE:
        stack.push(null);
        return;
      case OPCODES.NEWTRUE:
      case OPCODES.NEWFALSE:
        stack.push(opcode === OPCODES.NEWTRUE);
        return;
      case OPCODES.BININT:
        stack.push(reader.int32());
        return;
      case OPCODES.BININT1:
        stack.push(reader.byte());
        return;
      case OPCODES.BININT2:
        stack.push(reader.uint16());
        return;
      case OPCODES.LONG1:
        stack.push(this.long());
        return;
      case OPCODES.BINFLOAT:
        stack.push(reader.float64BigEndian());
        return;
      case OPCODES.BINUNICODE:
        stack.push(this.utf8(reader.bytes(reader.uint32())));
        return;
      case OPCODES.BINPUT:
        this.memo.set(reader.byte(), this.top());
        return;
      case OPCODES.LONG_BINPUT:
        this.memo.set(reader.uint32(), this.top());
        return;
      case OPCODES.BINGET:
        stack.push(this.remembered(reader.byte()));
        return;
      case OPCODES.LONG_BINGET:
        stack.push(this.remembered(reader.uint32()));
        return;
      case OPCODES.EMPTY_TUPLE:
        stack.push({ kind: 'tuple', items: [] });
        return;
      case OPCODES.TUPLE1:
      case OPCODES.TUPLE2:
      case OPCODES.TUPLE3:
        this.tuple(Array.from({ length: opcode - OPCODES.TUPLE1 + 1 }, () => this.pop()).reverse());
        return;
      case OPCODES.TUPLE:
        this.tuple(this.popToMark());
        return;
      case OPCODES.EMPTY_DICT:
        stack.push({ kind: 'dict', entries: new Map() });
        return;
      case OPCODES.SETITEM: {
        const value = this.pop();
        this.setItems([this.pop(), value]);
        return;
      }
      case OPCODES.SETITEMS:
        this.setItems(this.popToMark());
        return;
      case OPCODES.GLOBAL:
        stack.push(this.global());
        return;
      case OPCODES.BINPERSID:
        stack.push(storageOf(this.pop(), this.wrong));
        return;
      case OPCODES.REDUCE: {
        const args = this.pop();
        stack.push(callOf(this.pop(), args, this.wrong));
        return;
      }
      case OPCODES.BUILD:
        this.build();
        return;
      default:
        throw this.wrong(
          `its pickle uses the opcode ${opcodeName(opcode)}, which no file of plain tensors needs`,
        );
    }
  }

  private top(): PickledValue {
    if (this.stack.length <= (this.marks.at(-1) ?? 0))
      throw this.wrong('its pickle takes a value that is not there');
    return this.stack[this.stack.length - 1];
  }

  private pop(): PickledValue {
    const value = this.top();
    this.stack.pop();
    return value;
  }

  private popToMark(): PickledValue[] {
    const mark = this.marks.pop();
    if (mark === undefined) throw this.wrong('its pickle takes a mark that is not there');
    return this.stack.splice(mark);
  }

  private remembered(index: number): PickledValue {
    const value = this.memo.get(index);
    if (value === undefined) throw this.wrong('its pickle remembers a value that it never had');
    return value;
  }

  private tuple(items: readonly PickledValue[]): void {
    this.stack.push({ kind: 'tuple', items });
  }

  private long(): number {
    const bytes = this.reader.bytes(this.reader.byte());
    let value = 0n;
    bytes.forEach((byte, at) => {
      value |= BigInt(byte) << BigInt(8 * at);
    });
    const number = Number(BigInt.asIntN(8 * bytes.length, value));
    if (!Number.isSafeInteger(number)) throw this.wrong('its pickle holds a number beyond 2^53');
    return number;
  }

  private utf8(bytes: Uint8Array): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    } catch {
      throw this.wrong('its pickle holds a text that is not UTF-8');
    }
  }

  private setItems(items: readonly PickledValue[]): void {
    const target = this.top();
    if (!isKind(target, 'dict') || items.length % 2 !== 0)
      throw this.wrong('its pickle sets items of what is no dictionary');
    for (let at = 0; at < items.length; at += 2) {
      const key = items[at];
      if (typeof key !== 'string' && typeof key !== 'number')
        throw this.wrong(`a dictionary in it has a ${kindOf(key)} as a key`);
      target.entries.set(key, items[at + 1]);
    }
  }

  private global(): PickledValue {
    const line = (): string => this.utf8(this.reader.line(LONGEST_NAME));
    const name = `${line()}.${line()}`;
    if (!isKnownName(name))
      throw this.wrong(
        `it names ${clipped(name)}, which is neither a tensor nor a dictionary; nothing was run`,
      );
    return { kind: 'global', name };
  }

  /** A module's state dictionary carries `_metadata`, which says nothing of its tensors. */
  private build(): void {
    const state = this.pop();
    if (!isKind(this.top(), 'dict') || !isKind(state, 'dict'))
      throw this.wrong('its pickle sets the state of what is no dictionary');
  }
}
