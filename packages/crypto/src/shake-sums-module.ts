/**
 * A WebAssembly module, written down here instruction by instruction, that hashes two messages side by side with
 * SHAKE128 and adds the 2,048 bytes of each to a sum of 16-bit lanes, or takes them away. A vector holds one 64-bit lane
 * of the first message and the same of the second.
 */
export const layout = {
  /** Padded messages of one block: lane i of both stands at 16·i. */
  input: 256,
  /** A vector: all ones where a message counts. */
  mask: 720,
  /** Sums of both messages side by side: 256 lanes, and what the last block has beyond them. */
  sums: 1024,
  /** Bytes of a block of SHAKE128, and vectors of it. */
  rate: 168,
} as const

const lanes = 25
const lanesOut = layout.rate / 8
const blocks = 13
const rounds = 24
const vector = 16

const [I32, V128] = [0x7f, 0x7b]
const op = {
  get: 0x20,
  set: 0x21,
  i32Const: 0x41,
  i32Add: 0x6a,
  i32LessThan: 0x48,
  loop: 0x03,
  end: 0x0b,
  brIf: 0x0d,
  none: 0x40,
} as const
const simd = { load: 0, load64Splat: 10, store: 11, andNot: 79, and: 78, or: 80, xor: 81, shl: 203, shr: 205 }
/** Addition and subtraction of eight 16-bit lanes. */
const sumOf = { add: 142, remove: 145 }

/**
 * Locals: offset of the round constant, offset of the sums, mask, then the state before and after a round, and what a
 * round needs beside it: parities of the columns, what is added to each column, and a row.
 */
const [round, at, mask, state, after, columns, added, row, turning] = [0, 1, 2, 3, 28, 53, 58, 63, 68]
const vectors = 1 + lanes + lanes + 5 + 5 + 5 + 1

type Code = readonly number[]

const get = (local: number): Code => [op.get, local]
const set = (local: number): Code => [op.set, local]
const vectorOp = (code: number): Code => [0xfd, ...leb(code)]
const load = (offset: number, code = simd.load, align = 4): Code => [
  0xfd,
  ...leb(code),
  align,
  ...leb(offset),
]
const store = (offset: number): Code => [0xfd, ...leb(simd.store), 4, ...leb(offset)]
const number = (value: number): Code => [op.i32Const, ...signedLeb(value)]
const xor = vectorOp(simd.xor)

/** A vector, each half turned left. */
const turned = (value: Code, by: number): Code => [
  ...value,
  ...set(turning),
  ...get(turning),
  ...number(by),
  ...vectorOp(simd.shl),
  ...get(turning),
  ...number(64 - by),
  ...vectorOp(simd.shr),
  ...vectorOp(simd.or),
]

/** How far the lane of each place is turned (FIPS 202, 3.2.2), in the order x + 5·y. */
const offsets = rhoOffsets()

function rhoOffsets(): readonly number[] {
  const turns = Array<number>(lanes).fill(0)
  let [x, y] = [1, 0]
  for (let step = 0; step < rounds; step += 1) {
    turns[x + 5 * y] = (((step + 1) * (step + 2)) / 2) % 64
    ;[x, y] = [y, (2 * x + 3 * y) % 5]
  }
  return turns
}

/**
 * One round of Keccak-f[1600] (FIPS 202, 3.2) from one set of locals into another: rho, pi and chi row by row, so that
 * few vectors are alive at once and none is stored between the steps.
 */
function keccakRound(from: number, into: number): Code {
  return [...theta(from), ...[0, 1, 2, 3, 4].flatMap((y) => rowOf(from, into, y)), ...iota(into)]
}

/** What theta adds to each column. */
function theta(from: number): Code {
  const code: number[] = []
  for (let x = 0; x < 5; x += 1) {
    code.push(...get(from + x))
    for (let y = 5; y < lanes; y += 5) code.push(...get(from + x + y), ...xor)
    code.push(...set(columns + x))
  }
  for (let x = 0; x < 5; x += 1) {
    const next = turned(get(columns + ((x + 1) % 5)), 1)
    code.push(...next, ...get(columns + ((x + 4) % 5)), ...xor, ...set(added + x))
  }
  return code
}

/** A row after rho and pi, and chi of it. */
function rowOf(from: number, into: number, y: number): Code {
  const code: number[] = []
  for (let x = 0; x < 5; x += 1) {
    const [column, place] = [(x + 3 * y) % 5, ((x + 3 * y) % 5) + 5 * x]
    const lane = [...get(from + place), ...get(added + column), ...xor]
    const by = offsets[place] ?? 0
    code.push(...(by === 0 ? lane : turned(lane, by)), ...set(row + x))
  }
  for (let x = 0; x < 5; x += 1) {
    const [one, two] = [get(row + ((x + 1) % 5)), get(row + ((x + 2) % 5))]
    code.push(...get(row + x), ...two, ...one, ...vectorOp(simd.andNot), ...xor, ...set(into + 5 * y + x))
  }
  return code
}

const iota = (into: number): Code => [
  ...get(into),
  ...get(round),
  ...load(0, simd.load64Splat, 3),
  ...xor,
  ...set(into),
]

/** Hashes what stands in `input` and joins it to the sums, block by block. */
function body(sum: number): Code {
  const code: number[] = [...number(0), ...load(layout.mask), ...set(mask)]
  for (let i = 0; i < lanes; i += 1) {
    code.push(...number(0), ...load(layout.input + vector * i), ...set(state + i))
  }
  code.push(op.loop, op.none, ...number(0), ...set(round), op.loop, op.none)
  code.push(...keccakRound(state, after), ...raised(round, 8), ...keccakRound(after, state))
  code.push(...again(round, 8, 8 * rounds), op.end)
  for (let i = 0; i < lanesOut; i += 1) {
    const offset = layout.sums + vector * i
    code.push(...get(at), ...get(at), ...load(offset), ...get(state + i), ...get(mask))
    code.push(...vectorOp(simd.and), ...vectorOp(sum), ...store(offset))
  }
  return [...code, ...again(at, vector * lanesOut, vector * lanesOut * blocks), op.end, op.end]
}

const raised = (local: number, by: number): Code => [...get(local), ...number(by), op.i32Add, ...set(local)]

/** Raises a local and goes on while it is below the end. */
const again = (local: number, by: number, end: number): Code => [
  ...raised(local, by),
  ...get(local),
  ...number(end),
  op.i32LessThan,
  op.brIf,
  0,
]

/** The 24 round constants of iota, little-endian, from the shift register of FIPS 202, 3.2.5. */
function roundConstants(): Uint8Array {
  const bytes = new Uint8Array(8 * rounds)
  let register = 1
  for (let i = 0; i < rounds; i += 1) {
    for (let j = 0; j <= 6; j += 1) {
      const bit = 2 ** j - 1
      if ((register & 1) === 1)
        bytes[8 * i + (bit >> 3)] = (bytes[8 * i + (bit >> 3)] ?? 0) | (1 << (bit & 7))
      register = register & 0x80 ? ((register << 1) ^ 0x71) & 0xff : register << 1
    }
  }
  return bytes
}

/** Bytes of the module: exports `add`, `remove` (no parameters) and `memory`, one page. */
export function shakeSumsModule(): Uint8Array<ArrayBuffer> {
  const functions = [body(sumOf.add), body(sumOf.remove)].map((code) =>
    sized([2, 2, I32, vectors, V128, ...code]),
  )
  return Uint8Array.from([
    ...[0, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, [1, 0x60, 0, 0]),
    ...section(3, [2, 0, 0]),
    ...section(5, [1, 0, 1]),
    ...section(7, [3, ...named('add', 0, 0), ...named('remove', 0, 1), ...named('memory', 2, 0)]),
    ...section(10, [2, ...functions.flat()]),
    ...section(11, [1, 0, ...number(0), op.end, ...sized([...roundConstants()])]),
  ])
}

const section = (id: number, content: Code): Code => [id, ...sized(content)]
const named = (name: string, kind: number, index: number): Code => [
  ...sized([...name].map((sign) => sign.charCodeAt(0))),
  kind,
  index,
]
const sized = (content: Code): Code => [...leb(content.length), ...content]

function leb(value: number): Code {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)]
}

function signedLeb(value: number): Code {
  return value < 64 ? [value] : [(value & 127) | 128, ...signedLeb(value >>> 7)]
}
