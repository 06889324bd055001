/** A small generator whose numbers hang on a text, so that every seal has its own lines. */
function numbersOf(seed: string): () => number {
  let state = 2_166_136_261
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const STEPS = 480

type Ring = {
  readonly radius: number
  readonly swing: number
  readonly petals: number
  readonly ripple: number
}

function curve({ radius, swing, petals, ripple }: Ring, phase: number): string {
  const points = Array.from({ length: STEPS }, (_, step) => {
    const angle = (2 * Math.PI * step) / STEPS
    const wave = Math.sin(petals * angle + phase) + ripple * Math.sin(3 * petals * angle - phase)
    const r = radius + swing * wave
    return `${(50 + r * Math.cos(angle)).toFixed(2)} ${(50 + r * Math.sin(angle)).toFixed(2)}`
  })
  return `M${points.join('L')}Z`
}

/** The lines of a guilloche rosette in a box of 100 by 100; the same seed gives the same rosette. */
export function guilloche(seed: string, lines = 14): readonly string[] {
  const next = numbersOf(seed)
  const outer = { radius: 35, swing: 9, petals: 8 + Math.floor(next() * 7), ripple: 0.1 * next() }
  const inner = { radius: 17, swing: 7, petals: 5 + Math.floor(next() * 5), ripple: 0.1 * next() }
  const turn = next() * Math.PI
  // An arc of phases, not the whole round: it leaves the lines in bundles, as an engraver's lathe does.
  const arc = Math.PI * (0.75 + 0.4 * next())
  const phases = Array.from({ length: lines }, (_, at) => turn + (at * arc) / lines)
  return [...phases.map((phase) => curve(outer, phase)), ...phases.map((phase) => curve(inner, -phase))]
}
