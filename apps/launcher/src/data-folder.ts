import { renameSync, writeFileSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFolder, NodeHalt } from '@vc/node'
import { z } from 'zod'
import { StartError } from './start-error.ts'

/** Raised when ledger, keys or tables of an older folder can no longer be read. */
export const FORMAT = 2
/** What the embedded server writes into PG_VERSION. */
const POSTGRES_MAJOR = '18'
const LEAST_FREE_BYTES = 300_000_000

const markSchema = z.object({
  format: z.number().int(),
  origin: z.string(),
  /** Absent in folders of the first format. */
  verifier: z.string().default(''),
})
/** What a data folder says of itself. */
export type Mark = z.infer<typeof markSchema>
/** Where portal and verifier page are reached. */
export type Addresses = { readonly origin: string; readonly verifier: string }
/** `absent`: nothing was ever there. `unreadable`: there is something, without a mark that we can read. */
export type Found = Mark | 'absent' | 'unreadable'

/** The sentence that refuses a data folder, or nothing when this version can work in it at this address. */
export function judgeMark(found: Found, dataDir: string, at: Addresses): string | undefined {
  if (found === 'absent') return undefined
  const elsewhere = 'move that folder away, or set VC_DATA_DIR to another one'
  if (found === 'unreadable')
    return `${dataDir} holds something that this version of ValueCyber has not made: ${elsewhere}.`
  if (found.format !== FORMAT) {
    const which = found.format > FORMAT ? 'a newer' : 'an older'
    return `${dataDir} was made by ${which} version (format ${found.format}, this one reads ${FORMAT}): ${elsewhere}.`
  }
  if (found.origin !== at.origin) return elsewhereSentence(dataDir, found.origin, 'PORTAL_PORT')
  return found.verifier === at.verifier
    ? undefined
    : elsewhereSentence(dataDir, found.verifier, 'VERIFIER_PORT')
}

const elsewhereSentence = (dataDir: string, origin: string, variable: string) =>
  `The network in ${dataDir} was founded for ${origin}, and hardware keys work nowhere else: start it with ${variable}=${new URL(origin).port}, or set VC_DATA_DIR to another folder for a network of its own.`

/** The sentence that refuses a disk with too little left. */
export function judgeSpace(freeBytes: number, dataDir: string): string | undefined {
  if (freeBytes >= LEAST_FREE_BYTES) return undefined
  const [free, least] = [freeBytes, LEAST_FREE_BYTES].map((bytes) => Math.floor(bytes / 1_000_000))
  return `The disk of ${dataDir} has ${free} MB left and ${least} MB are needed: free some, or set VC_DATA_DIR to a folder on another disk.`
}

/** The sentence for a fault of the file system, or nothing when it is another fault. */
export function sayFault(error: unknown, dataDir: string): string | undefined {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return `The disk of ${dataDir} is full: free some space, or set VC_DATA_DIR to a folder on another disk.`
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `${dataDir} can not be written (${code}): give this user the right to, or set VC_DATA_DIR to another folder.`
  if (code === 'ENOTDIR' || code === 'EEXIST') return `${dataDir} is not a folder: set VC_DATA_DIR to one.`
  return undefined
}

const markFile = (dataDir: string) => join(dataDir, 'valuecyber.json')
const runningFile = (dataDir: string) => join(dataDir, 'running.json')

/**
 * Takes a data folder for this process until it ends; makes it when it is not there. Throws a StartError when it can
 * not be written, is nearly full, is another version's or another address's, or when a network runs in it.
 */
export async function openDataFolder(dataDir: string, at: Addresses): Promise<void> {
  try {
    await mkdir(dataDir, { recursive: true, mode: 0o755 })
    await lock(dataDir)
    const { bavail, bsize } = await statfs(dataDir)
    refuse(judgeSpace(bavail * bsize, dataDir))
    const found = await readMark(dataDir)
    refuse(judgeMark(found, dataDir, at))
    refuse(judgePostgres(await readText(join(dataDir, 'postgres', 'PG_VERSION')), dataDir))
    // Written each time: it also shows that the folder can be written.
    await writeFile(markFile(dataDir), `${JSON.stringify({ format: FORMAT, ...at }, null, 2)}\n`)
  } catch (error) {
    const sentence = sayFault(error, dataDir)
    throw sentence === undefined ? error : new StartError(sentence)
  }
}

function refuse(sentence: string | undefined): void {
  if (sentence !== undefined) throw new StartError(sentence)
}

/** The sentence that refuses the database of another major version of PostgreSQL. */
export function judgePostgres(version: string | undefined, dataDir: string): string | undefined {
  if (version === undefined || version.trim() === POSTGRES_MAJOR) return undefined
  return `The database in ${dataDir} is of PostgreSQL ${version.trim()}, this version runs ${POSTGRES_MAJOR}: move the folder away, or set VC_DATA_DIR to another one.`
}

async function lock(dataDir: string): Promise<void> {
  try {
    await lockFolder(dataDir)
  } catch (error) {
    if (!(error instanceof NodeHalt)) throw error
    const running = await readRunning(dataDir)
    const where = running ? ` at ${running.origin} (process ${running.pid})` : ''
    throw new StartError(
      `ValueCyber runs in ${dataDir} already${where}: use that one, stop it with Ctrl+C, or set VC_DATA_DIR, PORTAL_PORT, VERIFIER_PORT, NODE_RPC_PORT and POSTGRES_PORT for a second network.`,
    )
  }
}

async function readMark(dataDir: string): Promise<Found> {
  const text = await readText(markFile(dataDir))
  if (text !== undefined) return parse(markSchema, text) ?? 'unreadable'
  return (await readdir(dataDir)).length === 0 ? 'absent' : 'unreadable'
}

const runningSchema = z.object({
  pid: z.number().int(),
  origin: z.string(),
  services: z.record(z.string(), z.number().int()),
})
/** Who runs in a data folder: the launcher, where the portal answers, and the processes by name. */
export type Running = z.infer<typeof runningSchema>

/** What runs in a data folder, as its launcher last wrote it down. */
export async function readRunning(dataDir: string): Promise<Running | undefined> {
  const text = await readText(runningFile(dataDir))
  return text === undefined ? undefined : parse(runningSchema, text)
}

/**
 * Writes down what runs; `undefined`: nothing any more. Whole, and done when the call returns: services start one right after
 * the other, and of two writings under way at once the longer end of the one would stay behind the other.
 */
export async function writeRunning(dataDir: string, running: Running | undefined): Promise<void> {
  const [path, fresh] = [runningFile(dataDir), `${runningFile(dataDir)}.new`]
  if (running === undefined) return rm(path, { force: true })
  writeFileSync(fresh, `${JSON.stringify(running, null, 2)}\n`)
  renameSync(fresh, path)
}

const readText = (path: string) => readFile(path, 'utf8').catch(() => undefined)

function parse<T>(schema: z.ZodType<T>, text: string): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}
