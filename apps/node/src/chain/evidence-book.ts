import { accusedBy, type Evidence, readEvidence, writeEvidence } from '@vc/consensus'
import { toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { Reader, Writer } from '@vc/ledger'
import type { Store } from '../storage/store.ts'

/** Proofs that a key signed what contradicts itself (consensus.md 13): one for each key, kept on disk. */
export type EvidenceBook = {
  /** True when it is the first against its key. */
  readonly note: (evidence: Evidence) => boolean
  readonly against: (key: Uint8Array) => Evidence | undefined
  readonly all: () => readonly Evidence[]
  /** Evidence that came since the last time: to be told to others. */
  readonly takeNew: () => readonly Evidence[]
  /** The key is suspended on the final chain: its evidence has done its work. */
  readonly settle: (key: Uint8Array) => void
}

export function openEvidenceBook(store: Store): EvidenceBook {
  const known = new Map<string, Evidence>()
  for (const [key, value] of store.range('evidence', new Uint8Array([0]))) {
    known.set(toHex(key), must(decodeEvidence(value), 'stored evidence parses'))
  }
  let fresh: Evidence[] = []
  return {
    note: (evidence) => {
      const key = accusedBy(evidence)
      if (known.has(toHex(key))) return false
      store.commit([{ space: 'evidence', key, value: encodeEvidence(evidence) }])
      known.set(toHex(key), evidence)
      fresh.push(evidence)
      return true
    },
    against: (key) => known.get(toHex(key)),
    all: () => [...known.values()],
    takeNew: () => {
      const taken = fresh
      fresh = []
      return taken
    },
    settle: (key) => {
      if (known.delete(toHex(key))) store.commit([{ space: 'evidence', key, value: undefined }])
    },
  }
}

export function encodeEvidence(evidence: Evidence): Uint8Array {
  const writer = new Writer(1300)
  writeEvidence(writer, evidence)
  return writer.finish()
}

/** Reads one piece of evidence and nothing else; undefined when it does not parse. */
export function decodeEvidence(bytes: Uint8Array): Evidence | undefined {
  const reader: Parameters<typeof readEvidence>[0] = new Reader(bytes)
  const evidence = readEvidence(reader)
  reader.end()
  return reader.failure === undefined ? evidence : undefined
}
