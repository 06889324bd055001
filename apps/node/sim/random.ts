/** Random numbers of one run: the same seed gives the same run. No use for secrets. */
export type Random = {
  /** 0 ≤ n < `below`. */
  readonly below: (below: number) => number
  readonly chance: (permille: number) => boolean
  readonly between: (least: number, most: number) => number
  readonly pick: <T>(list: readonly T[]) => T
  readonly bytes: (count: number) => Uint8Array
  /** Another stream, so that what one part draws does not move the others. */
  readonly fork: (name: string) => Random
}

/** xoshiro128**, seeded by splitmix32. */
export function randomOf(seed: number): Random {
  const state = splitmix(seed)
  const next = (): number => {
    const [a, b, c, d] = state
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0
    const shifted = b << 9
    state[2] = c ^ a
    state[3] = d ^ b
    state[1] = b ^ state[2]
    state[0] = a ^ state[3]
    state[2] ^= shifted
    state[3] = rotate(state[3], 11)
    return result
  }
  const below = (limit: number) => Math.floor((next() / 2 ** 32) * limit)
  const random: Random = {
    below,
    chance: (permille) => below(1000) < permille,
    between: (least, most) => least + below(most - least + 1),
    pick: (list) => {
      const found = list[below(list.length)]
      if (found === undefined) throw new Error('nothing to pick from')
      return found
    },
    bytes: (count) => Uint8Array.from({ length: count }, () => below(256)),
    fork: (name) =>
      randomOf([...name].reduce((sum, sign) => (Math.imul(sum, 31) + sign.charCodeAt(0)) | 0, next())),
  }
  return random
}

const rotate = (value: number, by: number) => ((value << by) | (value >>> (32 - by))) >>> 0

function splitmix(seed: number): [number, number, number, number] {
  let at = seed | 0
  const next = () => {
    at = (at + 0x9e3779b9) | 0
    let mixed = at ^ (at >>> 16)
    mixed = Math.imul(mixed, 0x21f0aaad)
    mixed ^= mixed >>> 15
    mixed = Math.imul(mixed, 0x735a2d97)
    return (mixed ^ (mixed >>> 15)) >>> 0
  }
  return [next(), next(), next(), next()]
}
