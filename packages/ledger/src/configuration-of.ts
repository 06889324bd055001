import { assert } from '@vc/kernel'
import { type Configuration, defaultConfiguration } from './configuration.ts'

type Name = keyof Configuration
type Open = { -readonly [N in Name]: Configuration[N] }

/** The numbers that judge transactions, out of the parameters of the network's configuration document (configuration.md 6). */
export function configurationOf(parameters: Readonly<Record<string, unknown>>): Configuration {
  const configuration: Open = { ...defaultConfiguration }
  for (const name of Object.keys(defaultConfiguration) as Name[]) take(configuration, name, parameters[name])
  return configuration
}

function take<N extends Name>(configuration: Open, name: N, given: unknown): void {
  if (given !== undefined) configuration[name] = read(name, given, configuration[name])
}

function read<T>(name: string, given: unknown, like: T): T {
  const value = typeof like === 'bigint' ? BigInt(String(given)) : given
  const fits = Array.isArray(like) ? Array.isArray(value) : typeof value === typeof like
  assert(fits, `parameter ${name} of the network's configuration has its form`)
  return value as T
}
