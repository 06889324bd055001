import type { FailpointHandler } from '@vc/kernel'

/**
 * Reads `name=kill` or `name=throw`, with `:n` for the n-th passing (the first when left out), separated by
 * commas, and gives the handler that does it. Throws on anything else.
 */
export function failpointHandler(text: string): FailpointHandler {
  const actions = new Map(text.split(',').filter(Boolean).map(parse))
  const passings = new Map<string, number>()
  return (name) => {
    const passing = (passings.get(name) ?? 0) + 1
    passings.set(name, passing)
    const action = actions.get(name)
    if (action?.passing !== passing) return
    if (action.kind === 'kill') process.kill(process.pid, 'SIGKILL')
    throw new Error(`failpoint ${name}`)
  }
}

function parse(part: string): [string, { kind: string; passing: number }] {
  const [, name = '', kind = '', passing = '1'] = /^([a-z-]+)=(kill|throw)(?::(\d+))?$/.exec(part) ?? []
  if (!name) throw new Error(`FAILPOINTS: ${part} is not name=kill|throw`)
  return [name, { kind, passing: Number(passing) }]
}
