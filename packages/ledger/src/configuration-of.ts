import { assert } from '@vc/kernel'
import { type Configuration, defaultConfiguration } from './configuration.ts'

type Value = Configuration[keyof Configuration]

/** The numbers that judge transactions, out of the parameters of the network's configuration document (configuration.md 6). */
export function configurationOf(parameters: Readonly<Record<string, unknown>>): Configuration {
  const entries = Object.entries<Value>(defaultConfiguration).map(([name, fallback]) => {
    const given = parameters[name]
    return [name, given === undefined ? fallback : read(name, given, fallback)] as const
  })
  return Object.fromEntries(entries) as unknown as Configuration
}

function read(name: string, given: unknown, like: Value): Value {
  if (typeof like === 'bigint') return BigInt(String(given))
  const fits = Array.isArray(like) ? Array.isArray(given) : typeof given === typeof like
  assert(fits, `parameter ${name} of the network's configuration has its form`)
  return given as Value
}
