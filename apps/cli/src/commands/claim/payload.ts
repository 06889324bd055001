import { parseArgs } from 'node:util'
import { burnScript, claimIdOf, claimPayload } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { Writer } from '@vc/ledger'
import type { Command } from '../../run-cli.ts'
import { heightsOf, keyOf, withGround } from './claim-ground.ts'

/** What has to be burnt or logged for a claim. */
export const payload: Command = async (args, out, environment) => {
  const string = { type: 'string' } as const
  const { values } = parseArgs({ args: [...args], options: { key: string, at: string, satoshi: string } })
  return withGround(environment, out, async (ground) => {
    const key = await keyOf(ground, values.key, out)
    const [height] = heightsOf(ground, values.at, out) ?? []
    if (!key || height === undefined) return 1
    const amount = satoshiOf(values.satoshi, ground.minBurn)
    if (amount === undefined) {
      out(`FAILED: --satoshi is a whole number, at least ${ground.minBurn}. Nobody can spend them again.`)
      return 1
    }
    const bytes = claimPayload(ground.network, { height, key })
    out(`source         ${ground.source}`)
    out(`height         ${height}`)
    out(`key            ${toHex(key)}`)
    out(`claimId        ${toHex(claimIdOf(bytes))}`)
    out(`payload        ${toHex(bytes)}`)
    out(`burn script    ${toHex(burnScript(bytes))}`)
    out(`to be funded   ${toHex(unfunded(burnScript(bytes), amount))}`)
    return 0
  })
}

function satoshiOf(named: string | undefined, least: bigint): bigint | undefined {
  if (named === undefined) return least
  return /^\d{1,16}$/.test(named) && BigInt(named) >= least ? BigInt(named) : undefined
}

/** A transaction of Bitcoin with that output and no input, as fundrawtransaction takes it. */
function unfunded(script: Uint8Array, amount: bigint): Uint8Array {
  const writer = new Writer(80).u32(2).compactSize(0).compactSize(1)
  return writer.u64(amount).varbytes(script).u32(0).finish()
}
