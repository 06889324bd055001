/** A small generator whose numbers hang on a text, so that every seal has its own lines. */
function numbersOf(seed: string): () => number {
  let state = 2_166_136_261
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16_777_619) >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}

const STEPS = 360

function curve(radius: number, swing: number, petals: number, phase: number): string {
  const points = Array.from({ length: STEPS }, (_, step) => {
    const angle = (2 * Math.PI * step) / STEPS
    const r = radius + swing * Math.sin(petals * angle + phase)
    return `${(50 + r * Math.cos(angle)).toFixed(2)} ${(50 + r * Math.sin(angle)).toFixed(2)}`
  })
  return `M${points.join('L')}Z`
}

/** The lines of a guilloche rosette in a box of 100 by 100; the same seed gives the same rosette. */
export function guilloche(seed: string, lines = 14): readonly string[] {
  const next = numbersOf(seed)
  const petals = 7 + Math.floor(next() * 9)
  const inner = 5 + Math.floor(next() * 6)
  const turn = next() * Math.PI
  const outerRing = Array.from({ length: lines }, (_, at) =>
    curve(38, 9, petals, turn + (at * 2 * Math.PI) / lines),
  )
  const innerRing = Array.from({ length: lines }, (_, at) =>
    curve(22, 7, inner, turn - (at * 2 * Math.PI) / lines),
  )
  return [...outerRing, ...innerRing]
}
