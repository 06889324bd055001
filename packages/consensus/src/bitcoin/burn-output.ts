import { Reader } from '@vc/ledger'

/** An output of a transaction of Bitcoin. Amount in satoshi. */
export type BitcoinOutput = { readonly amount: bigint; readonly script: Uint8Array }

/** OP_RETURN and the length of a payload: nobody can spend what stands behind it (consensus.md 8). */
const BURN = [0x6a, 0x30] as const

/** The script of an output that burns for a payload of 48 bytes. */
export const burnScript = (payload: Uint8Array): Uint8Array => Uint8Array.of(...BURN, ...payload)

/** The payload that a script burns for; undefined for any other script. */
export function burntBytes(script: Uint8Array): Uint8Array | undefined {
  const isBurn = script.length === 50 && BURN.every((byte, at) => script[at] === byte)
  return isBurn ? script.subarray(2) : undefined
}

const FEWEST = 41

/** The outputs of a transaction without witness; undefined when the bytes are not exactly one. */
export function bitcoinOutputs(bytes: Uint8Array): readonly BitcoinOutput[] | undefined {
  const reader = new Reader(bytes)
  reader.u32()
  const inputs = reader.compactSize(Math.floor(bytes.length / FEWEST))
  for (let left = inputs; left > 0; left -= 1) skipInput(reader)
  const count = reader.compactSize(Math.floor(bytes.length / 9))
  const outputs: BitcoinOutput[] = []
  while (outputs.length < count && reader.failure === undefined) {
    outputs.push({ amount: reader.u64(), script: reader.varbytes() })
  }
  reader.u32()
  reader.end()
  return reader.failure === undefined && inputs > 0 ? outputs : undefined
}

function skipInput(reader: Reader<never>): void {
  reader.bytes(36)
  reader.varbytes()
  reader.u32()
}
