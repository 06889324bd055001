import { sha256, toHex, utf8 } from '@vc/crypto'

/** What a copy is known by when its bytes differ: the kind of content and 256 bits, most of which like content shares. */
export type Likeness = `${'image' | 'text'}:${string}` | ''

/** Width and height of the raster that an image's likeness is made of. */
export const RASTER = { columns: 17, rows: 16, cell: 16 } as const
/** Two contents are alike when at most so many of their 256 bits differ; unlike ones differ in about 128. */
export const MOST_APART = 68

const BITS = 256
/** Steps of brightness below which neighbours count as equal: what saving a picture again adds as noise. */
const NOISE = 2
/** A picture with fewer edges than this, or a text with fewer letters, is like too many others to be told by it. */
const LEAST_EDGES = 16
const LEAST_LETTERS = 16
const GRAM = 3

/**
 * The likeness of a picture from its RGBA pixels, scaled to 272 × 256 over white: where its brightness falls from left
 * to right, cell by cell. Scaling, another file format, a little more light change few bits. Empty for a plain surface.
 */
export function imageLikeness(rgba: ArrayLike<number>): Likeness {
  const { columns, rows } = RASTER
  const bits = Array.from({ length: rows * (columns - 1) }, (_, i) => {
    const [row, column] = [Math.floor(i / (columns - 1)), i % (columns - 1)]
    return brightness(rgba, row, column) - brightness(rgba, row, column + 1) > NOISE
  })
  const edges = bits.filter(Boolean).length
  return edges < LEAST_EDGES || bits.length - edges < LEAST_EDGES ? '' : `image:${hexOf(bits)}`
}

/** Mean luma of one cell (ITU-R BT.601), 0 to 255. */
function brightness(rgba: ArrayLike<number>, row: number, column: number): number {
  const { columns, cell } = RASTER
  let sum = 0
  for (let y = row * cell; y < (row + 1) * cell; y += 1)
    for (let x = column * cell; x < (column + 1) * cell; x += 1) {
      const at = (y * columns * cell + x) * 4
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
