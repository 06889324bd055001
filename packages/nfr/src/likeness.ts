import { sha256, toHex, utf8 } from '@vc/crypto'

/** What a copy is known by when its bytes differ: the kind of content and 256 bits, most of which like content shares. */
export type Likeness = `${'image' | 'text'}:${string}` | ''

/** The raster that an image's likeness is made of: so many cells each way, each the mean of so many pixels each way. */
export const RASTER = { cells: 64, cell: 4 } as const
/** Two contents are alike when at most so many of their 256 bits differ; unlike ones differ in about 128 (ADR 7). */
export const MOST_APART = 68

const BITS = 256
/** Waves looked at each way, from one half wave over the whole picture on: 16 by 16 make the 256 bits. */
const WAVES = 16
/** A picture whose waves are weaker than this on the mean is a plain surface: like too many others to be told by it. */
const LEAST_WAVE = 40
const LEAST_LETTERS = 16
const GRAM = 3

/** `COSINES[k][n]`: the k-th wave of the discrete cosine transform (DCT-II) at cell n; the constant one is left out. */
const COSINES = Array.from({ length: WAVES }, (_, k) =>
  Array.from({ length: RASTER.cells }, (_, n) => Math.cos((Math.PI / RASTER.cells) * (n + 0.5) * (k + 1))),
)

/**
 * The likeness of a picture from its RGBA pixels, scaled to 256 × 256 over white: which of the longest waves of its
 * brightness are stronger than the median one. Scaling, another file format, other colours, a mark in a corner change
 * few bits. Empty for a plain surface.
 */
export function imageLikeness(rgba: ArrayLike<number>): Likeness {
  const light = Array.from({ length: RASTER.cells }, (_, row) =>
    Array.from({ length: RASTER.cells }, (_, column) => brightness(rgba, row, column)),
  )
  const across = light.map((row) => COSINES.map((wave) => dot(wave, row)))
  const columns = COSINES.map((_, k) => across.map((row) => row[k] ?? 0))
  const waves = COSINES.flatMap((wave) => columns.map((column) => dot(wave, column)))
  const strength = waves.reduce((sum, wave) => sum + Math.abs(wave), 0) / BITS
  const median = waves.toSorted((a, b) => a - b)[BITS / 2] ?? 0
  return strength < LEAST_WAVE ? '' : `image:${hexOf(waves.map((wave) => wave > median))}`
}

const dot = (wave: readonly number[], values: readonly number[]): number =>
  wave.reduce((sum, factor, n) => sum + factor * (values[n] ?? 0), 0)

/** Mean luma of one cell (ITU-R BT.601), 0 to 255. */
function brightness(rgba: ArrayLike<number>, row: number, column: number): number {
  const { cells, cell } = RASTER
  let sum = 0
  for (let y = row * cell; y < (row + 1) * cell; y += 1)
    for (let x = column * cell; x < (column + 1) * cell; x += 1) {
      const at = (y * cells * cell + x) * 4
      sum += 0.299 * (rgba[at] ?? 0) + 0.587 * (rgba[at + 1] ?? 0) + 0.114 * (rgba[at + 2] ?? 0)
    }
  return sum / cell ** 2
}

/**
 * The likeness of a text from the groups of three letters in it (Charikar's similarity hash); case, width,
 * spacing and punctuation do not count. Empty for a text of fewer than sixteen letters.
 */
export function textLikeness(text: string): Likeness {
  const letters = [
    ...text
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[\p{P}\p{Z}\p{C}\p{S}]/gu, ''),
  ]
  if (letters.length < LEAST_LETTERS) return ''
  const grams = new Set(letters.slice(GRAM - 1).map((_, i) => letters.slice(i, i + GRAM).join('')))
  const votes = new Int32Array(BITS)
  for (const gram of grams)
    for (let word = 0; word < BITS / 32; word += 1) {
      const mixed = mix(gram, word)
      for (let bit = 0; bit < 32; bit += 1)
        votes[word * 32 + bit] = (votes[word * 32 + bit] ?? 0) + ((mixed >>> bit) & 1 ? 1 : -1)
    }
  return `text:${hexOf([...votes].map((vote) => vote > 0))}`
}

/** 32 well-mixed bits of a few letters (FNV-1a, then the finish of MurmurHash3); nothing secret hangs on them. */
function mix(letters: string, seed: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(seed + 1, 0x9e3779b9)
  for (let i = 0; i < letters.length; i += 1) hash = Math.imul(hash ^ letters.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** The SHA256 of a text whatever its line ends and byte order mark, in hex. */
export const textHash = (text: string): string =>
  toHex(
    sha256(
      utf8(
        text
          .replace(/^\uFEFF/, '')
          .replace(/\r\n?/g, '\n')
          .trim()
          .normalize('NFC'),
      ),
    ),
  )

/** How many of 256 bits two likenesses differ in; undefined when they are of different kinds or one is empty. */
export function likenessDistance(a: string, b: string): number | undefined {
  const [kindA, hexA = ''] = a.split(':')
  const [kindB, hexB = ''] = b.split(':')
  if (kindA !== kindB || hexA.length !== BITS / 4 || hexB.length !== BITS / 4) return undefined
  return onesIn(BigInt(`0x${hexA}`) ^ BigInt(`0x${hexB}`))
}

const onesIn = (bits: bigint): number => bits.toString(2).replaceAll('0', '').length

function hexOf(bits: readonly boolean[]): string {
  const text = bits.map((bit) => (bit ? '1' : '0')).join('')
  return BigInt(`0b${text}`)
    .toString(16)
    .padStart(bits.length / 4, '0')
}
