import { readFile } from 'node:fs/promises'
import { fromHex, toHex } from '@vc/crypto'
import { type Cheque, type ChequeFacts, checkCheque, readCheque } from '@vc/settlement'
import type { Command, Out } from '../run-cli.ts'

const usage = `Usage: vc cheque FILE --network ID --centre KEY [--at HEIGHT]

ID    the network's id, 64 hex digits; KEY    the key of the settlement centre's desk, 64 hex digits`

type Asked = {
  readonly path: string
  readonly network: Uint8Array
  readonly centre: string
  readonly height?: number
}

/** Checks a cheque offline, from its own text: the centre's word, the drawer's signature, the leaf, and the time when it is told. */
export const cheque: Command = async (args, out) => {
  const asked = askedOf(args)
  if (!asked) {
    out(usage)
    return 2
  }
  const text = await readFile(asked.path, 'utf8').catch(() => undefined)
  if (text === undefined) return fail(out, `${asked.path} can not be read`)
  const read = readCheque(text)
  if (!read.ok) return fail(out, read.refusal.code)
  const checked = checkCheque(read.value, asked)
  if (!checked.ok) return fail(out, checked.refusal.code)
  if (toHex(checked.value.centre) !== asked.centre) return fail(out, 'cheque-centre-unknown')
  say(checked.value, read.value, out)
  return 0
}

function fail(out: Out, why: string): number {
  out(`FAILED: ${why}`)
  return 1
}

function say({ drawer, payee, amount, expiry }: ChequeFacts, { leaf }: Cheque, out: Out): void {
  out(`pays           ${amount} of the smallest units`)
  out(`to             ${toHex(payee)}`)
  out(`drawn by       ${toHex(drawer)}`)
  out(`on             ${toHex(leaf.txid)}:${leaf.index}`)
  out(`valid before   block ${expiry}`)
  out('It holds. Whether its value was cashed before is known only where it is presented.')
}

function askedOf([path, ...rest]: readonly string[]): Asked | undefined {
  const told = new Map<string, string>()
  for (let at = 0; at < rest.length; at += 2) told.set(rest[at] ?? '', rest[at + 1] ?? '')
  const [network = '', centre = '', at] = ['--network', '--centre', '--at'].map((name) => told.get(name))
  const known = [...told.keys()].every((name) => ['--network', '--centre', '--at'].includes(name))
  const isHex = [network, centre].every((hex) => /^[0-9a-f]{64}$/.test(hex))
  if (path === undefined || path.startsWith('-') || !known || !isHex) return undefined
  if (at !== undefined && !/^\d{1,9}$/.test(at)) return undefined
  return { path, network: fromHex(network), centre, ...(at === undefined ? {} : { height: Number(at) }) }
}
