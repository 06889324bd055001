import { hash } from 'node:crypto'
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { failpoint } from '@vc/kernel'
import { z } from 'zod'
import { NodeHalt } from '../halt.ts'
import { flushFolder } from '../storage/flush-folder.ts'

const hex64 = z.string().regex(/^[0-9a-f]{64}$/)
const height = z.number().int().nonnegative()

const voteSchema = z.strictObject({
  sourceHeight: height,
  sourceHash: hex64,
  targetHeight: height,
  targetHash: hex64,
})
/** A vote as the sign-state remembers it; hashes in hex. */
export type SignedVote = z.infer<typeof voteSchema>

const recordSchema = z.strictObject({
  sequence: z.number().int().nonnegative(),
  /** Device and file number: a copy has others. */
  place: z.string(),
  slot: z.strictObject({ time: height, hash: hex64 }).nullable(),
  vote: voteSchema.nullable(),
})
type SignStateRecord = z.infer<typeof recordSchema>

/**
 * What this node's key has signed (consensus.md 13). Each permission is on disk, flushed, before it is given;
 * the same block header or vote may be signed again, anything that contradicts an earlier one never.
 */
export type SignState = {
  readonly maySignBlock: (time: number, hash: string) => boolean
  readonly maySignVote: (vote: SignedVote) => boolean
  readonly lastVote: () => SignedVote | undefined
  readonly lastSlot: () => number
  readonly close: () => void
}

/** Two records take turns, so that one is whole whenever the power goes. */
const RECORD = 4_096

/** Two pages of a file, each flushed when `write` returns. `place`: what a copy of the file has otherwise. */
export type SignFile = {
  readonly place: string
  readonly isEmpty: boolean
  readonly read: (page: 0 | 1) => Uint8Array
  readonly write: (page: 0 | 1, bytes: Uint8Array) => void
  readonly close: () => void
}

/**
 * Opens or makes the file. Halts with `sign-state-copied` when the file was moved or restored from a copy
 * (`adopt` is the operator's word that it is the only one), with `sign-state-damaged` when no record is whole.
 */
export function openSignState(path: string, options: { adopt?: boolean; create: boolean }): SignState {
  const flags = constants.O_RDWR | (options.create ? constants.O_CREAT : 0)
  const file = openFile(path, flags)
  flushFolder(path)
  return openSignFile(onDisk(file), { path, adopt: options.adopt ?? false })
}

/** The same over any two pages that keep what they took. */
export function openSignFile(file: SignFile, { path = '', adopt = false } = {}): SignState {
  const { place } = file
  const found = newest(file, path)
  if (found && found.place !== place && !adopt) {
    throw new NodeHalt('sign-state-copied', { path, written: found.place, found: place })
  }
  // To the other page: the newest record stays whole if the power goes now.
  const sequence = found ? found.sequence + 1 : 0
  let current = keep(file, { slot: null, vote: null, ...found, place, sequence })
  const write = (change: Partial<SignStateRecord>) => {
    failpoint('before-sign-state-write')
    current = keep(file, { ...current, ...change, sequence: current.sequence + 1 })
    failpoint('after-sign-state-write')
  }
  return {
    lastVote: () => current.vote ?? undefined,
    lastSlot: () => current.slot?.time ?? 0,
    close: () => file.close(),
    maySignBlock: (time, hash) => {
      const last = current.slot
      if (last && time === last.time) return hash === last.hash
      if (last && time < last.time) return false
      write({ slot: { time, hash } })
      return true
    },
    maySignVote: (vote) => {
      const last = current.vote
      if (last && sameVote(last, vote)) return true
      if (last && (vote.targetHeight <= last.targetHeight || vote.sourceHeight < last.sourceHeight))
        return false
      write({ vote })
      return true
    },
  }
}

function onDisk(file: number): SignFile {
  return {
    place: placeOf(file),
    isEmpty: Number(fstatSync(file).size) === 0,
    read: (page) => {
      const bytes = Buffer.alloc(RECORD)
      readSync(file, bytes, 0, RECORD, page * RECORD)
      return bytes
    },
    write: (page, bytes) => {
      writeSync(file, bytes, 0, RECORD, page * RECORD)
      fsyncSync(file)
    },
    close: () => closeSync(file),
  }
}

function openFile(path: string, flags: number): number {
  try {
    return openSync(path, flags, 0o600)
  } catch {
    throw new NodeHalt('sign-state-missing', { path })
  }
}

const sameVote = (a: SignedVote, b: SignedVote) =>
  a.sourceHeight === b.sourceHeight &&
  a.sourceHash === b.sourceHash &&
  a.targetHeight === b.targetHeight &&
  a.targetHash === b.targetHash

function placeOf(file: number): string {
  const { dev, ino } = fstatSync(file, { bigint: true })
  return `${dev}:${ino}`
}

function keep(file: SignFile, record: SignStateRecord): SignStateRecord {
  const text = JSON.stringify(record)
  const page = Buffer.alloc(RECORD)
  page.write(`${hash('sha256', text)}${text}\n`)
  file.write(record.sequence % 2 === 0 ? 0 : 1, page)
  return record
}

function newest(file: SignFile, path: string): SignStateRecord | undefined {
  if (file.isEmpty) return undefined
  const whole = [readRecord(file, 0), readRecord(file, 1)].filter((record) => record !== undefined)
  const [first] = whole.sort((a, b) => b.sequence - a.sequence)
  if (!first) throw new NodeHalt('sign-state-damaged', { path })
  return first
}

function readRecord(file: SignFile, page: 0 | 1): SignStateRecord | undefined {
  const line = Buffer.from(file.read(page)).toString('utf8').split('\n')[0] ?? ''
  if (hash('sha256', line.slice(64)) !== line.slice(0, 64) || line.length <= 64) return undefined
  const parsed = recordSchema.safeParse(JSON.parse(line.slice(64)))
  return parsed.success ? parsed.data : undefined
}
