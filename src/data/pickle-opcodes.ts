/** Python's pickle opcodes by name, so that a refusal can say which one it met. Source: Python's pickletools. */
export const OPCODES = {
  PROTO: 0x80,
  STOP: 0x2e,
  MARK: 0x28,
  NONE: 0x4e,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  BININT: 0x4a,
  BININT1: 0x4b,
  BININT2: 0x4d,
  LONG1: 0x8a,
  BINFLOAT: 0x47,
  BINUNICODE: 0x58,
  BINPUT: 0x71,
  LONG_BINPUT: 0x72,
  BINGET: 0x68,
  LONG_BINGET: 0x6a,
  EMPTY_TUPLE: 0x29,
  TUPLE: 0x74,
  TUPLE1: 0x85,
  TUPLE2: 0x86,
  TUPLE3: 0x87,
  EMPTY_DICT: 0x7d,
  SETITEM: 0x73,
  SETITEMS: 0x75,
  GLOBAL: 0x63,
  BINPERSID: 0x51,
  REDUCE: 0x52,
  BUILD: 0x62,
} as const;

/** Those that the lab never runs. */
const REFUSED =
  '49:INT 4c:LONG 8b:LONG4 53:STRING 54:BINSTRING 55:SHORT_BINSTRING 42:BINBYTES 43:SHORT_BINBYTES 8e:BINBYTES8 96:BYTEARRAY8 97:NEXT_BUFFER 98:READONLY_BUFFER 56:UNICODE 8c:SHORT_BINUNICODE 8d:BINUNICODE8 46:FLOAT 5d:EMPTY_LIST 61:APPEND 65:APPENDS 6c:LIST 64:DICT 8f:EMPTY_SET 90:ADDITEMS 91:FROZENSET 30:POP 32:DUP 31:POP_MARK 67:GET 70:PUT 94:MEMOIZE 82:EXT1 83:EXT2 84:EXT4 93:STACK_GLOBAL 69:INST 6f:OBJ 81:NEWOBJ 92:NEWOBJ_EX 95:FRAME 50:PERSID';

const NAMES: ReadonlyMap<number, string> = new Map(
  REFUSED.split(' ').map((entry) => [parseInt(entry.slice(0, 2), 16), entry.slice(3)]),
);

/** The name of a refused opcode, or its number where Python has none of that number. */
export function opcodeName(opcode: number): string {
  return NAMES.get(opcode) ?? `0x${opcode.toString(16).padStart(2, '0')}`;
}
