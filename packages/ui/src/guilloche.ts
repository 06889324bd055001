/** A small generator whose numbers hang on a text, so that every seal has its own lines. */
function numbersOf(seed: string): () => number {
  let state = 2_166_136_261
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

type Ring = {
  readonly radius: number
  readonly swing: number
  readonly petals: number
  readonly ripple: number
}

/** One petal of a ring, all its lines in one path; turned round the middle `petals` times it is the ring. */
export type Petal = { readonly path: string; readonly petals: number }

/** A ring is the same from petal to petal, so one is drawn: a page that is honoured by a rosette stays light. */
function petalLine({ radius, swing, petals, ripple }: Ring, phase: number, steps: number): string {
  const points = Array.from({ length: steps + 1 }, (_, step) => {
    const turn = (2 * Math.PI * step) / steps
    const wave = Math.sin(turn + phase) + ripple * Math.sin(3 * turn - phase)
    const [r, angle] = [radius + swing * wave, turn / petals]
    return `${(50 + r * Math.cos(angle)).toFixed(2)} ${(50 + r * Math.sin(angle)).toFixed(2)}`
  })
  return `M${points.join('L')}`
}

/**
 * The two rings of a guilloche rosette in a box of 100 by 100, each of `lines` lines, a petal of `steps` strokes; the same
 * seed gives the same rosette.
 */
export function guilloche(seed: string, lines = 14, steps = 48): readonly Petal[] {
  const next = numbersOf(seed)
  const outer = { radius: 35, swing: 9, petals: 8 + Math.floor(next() * 7), ripple: 0.1 * next() }
  const inner = { radius: 17, swing: 7, petals: 5 + Math.floor(next() * 5), ripple: 0.1 * next() }
  const turn = next() * Math.PI
  // An arc of phases, not the whole round: it leaves the lines in bundles, as an engraver's lathe does.
  const arc = Math.PI * (0.75 + 0.4 * next())
  const phases = Array.from({ length: lines }, (_, at) => turn + (at * arc) / lines)
  const petal = (ring: Ring, way: 1 | -1) => ({
    path: phases.map((phase) => petalLine(ring, way * phase, steps)).join(''),
    petals: ring.petals,
  })
  return [petal(outer, 1), petal(inner, -1)]
}
