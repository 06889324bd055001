import { Reader, Writer } from '@vc/ledger'

/** Of BIP 144: no inputs where a transaction without witness has their number, then the flag. */
const [MARKER, FLAG] = [0, 1]

/**
 * A transaction of Bitcoin as its txid is made of it: one with witness (BIP 144) loses it, one without stays as it is.
 * Undefined when the bytes are not exactly one transaction.
 */
export function withoutWitness(bytes: Uint8Array): Uint8Array | undefined {
  const isWitnessed = bytes[4] === MARKER && bytes[5] === FLAG
  const from = isWitnessed ? 6 : 4
  const reader = new Reader(bytes, from)
  const inputs = skipList(reader, () => skipInput(reader))
  skipList(reader, () => skipOutput(reader))
  const body = bytes.subarray(from, reader.at)
  if (isWitnessed) for (let left = inputs; left > 0; left -= 1) skipList(reader, () => reader.varbytes())
  const lockTime = reader.bytes(4)
  reader.end()
  if (reader.failure !== undefined || inputs === 0) return undefined
  return new Writer(bytes.length).bytes(bytes.subarray(0, 4)).bytes(body).bytes(lockTime).finish()
}

/** Gives how many there are; what is cut off ends it. */
function skipList(reader: Reader, skip: () => void): number {
  const count = reader.compactSize()
  for (let left = count; left > 0 && reader.failure === undefined; left -= 1) skip()
  return count
}

function skipInput(reader: Reader): void {
  reader.bytes(36)
  reader.varbytes()
  reader.u32()
}

function skipOutput(reader: Reader): void {
  reader.u64()
  reader.varbytes()
}
