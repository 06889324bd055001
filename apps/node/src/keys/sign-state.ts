import { hash } from 'node:crypto'
import { closeSync, constants, fstatSync, fsyncSync, openSync, readSync, writeSync } from 'node:fs'
import { dirname } from 'node:path'
import { failpoint } from '@vc/kernel'
import { z } from 'zod'
import { NodeHalt } from '../halt.ts'

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

/**
 * Opens or makes the file. Halts with `sign-state-copied` when the file was moved or restored from a copy
 * (`adopt` is the operator's word that it is the only one), with `sign-state-damaged` when no record is whole.
 */
export function openSignState(path: string, options: { adopt?: boolean; create: boolean }): SignState {
  const flags = constants.O_RDWR | (options.create ? constants.O_CREAT : 0)
  const file = openFile(path, flags)
  flushFolder(path)
  const place = placeOf(file)
  const found = newest(file, path)
  if (found && found.place !== place && options.adopt !== true)
    throw new NodeHalt('sign-state-copied', { path, written: found.place, found: place })
  let current = keep(file, { sequence: 0, slot: null, vote: null, ...found, place })
  const write = (change: Partial<SignStateRecord>) => {
    failpoint('before-sign-state-write')
    current = keep(file, { ...current, ...change, sequence: current.sequence + 1 })
    failpoint('after-sign-state-write')
  }
  return {
    lastVote: () => current.vote ?? undefined,
    lastSlot: () => current.slot?.time ?? 0,
    close: () => closeSync(file),
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

function keep(file: number, record: SignStateRecord): SignStateRecord {
  const text = JSON.stringify(record)
  const page = Buffer.alloc(RECORD)
  page.write(`${hash('sha256', text)}${text}\n`)
  writeSync(file, page, 0, RECORD, (record.sequence % 2) * RECORD)
  fsyncSync(file)
  return record
}

function newest(file: number, path: string): SignStateRecord | undefined {
  const size = Number(fstatSync(file).size)
  if (size === 0) return undefined
  const whole = [readRecord(file, 0), readRecord(file, RECORD)].filter((record) => record !== undefined)
  const [first] = whole.sort((a, b) => b.sequence - a.sequence)
  if (!first) throw new NodeHalt('sign-state-damaged', { path })
  return first
}

function readRecord(file: number, at: number): SignStateRecord | undefined {
  const page = Buffer.alloc(RECORD)
  readSync(file, page, 0, RECORD, at)
  const line = page.toString('utf8').split('\n')[0] ?? ''
  if (hash('sha256', line.slice(64)) !== line.slice(0, 64) || line.length <= 64) return undefined
  const parsed = recordSchema.safeParse(JSON.parse(line.slice(64)))
  return parsed.success ? parsed.data : undefined
}

function flushFolder(path: string): void {
  const folder = openSync(dirname(path), constants.O_RDONLY)
  fsyncSync(folder)
  closeSync(folder)
}
