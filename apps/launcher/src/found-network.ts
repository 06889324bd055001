import { randomBytes } from 'node:crypto'
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fromHex, hash160, schnorrPublicKey, toHex, utf8 } from '@vc/crypto'
import { softwareAuthenticator } from '@vc/crypto/software-authenticator'
import { keyHashScript, kOfNScript } from '@vc/ledger'
import { initNetwork, peerIdIn } from '@vc/node'

/** What the operating key begins with: this many outputs of this many units each, for fees and commitments. */
const OPERATING_OUTPUTS = 200
const OPERATING_AMOUNT = 10_000_000n
/** Circulating value that the founders hold, in smallest units. */
const TREASURY_AMOUNT = 4_000_000_000_000_000n
/** With fewer the admission group gives no credit yet (ledger.md 9). */
const FOUNDERS = 3

export type Folders = { readonly node: string; readonly worker: string; readonly postgres: string }

/** Further nodes of a network. `hostOf`: where the node of a folder is found, as `/dns4/node-2/tcp/4711`. */
export type OtherNodes = { readonly folders: readonly string[]; readonly hostOf: (folder: string) => string }
const noOthers: OtherNodes = { folders: [], hostOf: () => '' }

/** Where each service keeps its data. */
export const foldersIn = (dataDir: string): Folders => ({
  node: join(dataDir, 'node'),
  worker: join(dataDir, 'worker'),
  postgres: join(dataDir, 'postgres'),
})

/** How a network begins; what is left out is as on every development network. */
export type Founding = {
  readonly others?: OtherNodes
  /** How many software keys the rosters of the admission and the council begin with. */
  readonly founders?: number
  /** Blocks past its expiry at which a debt is bad, when tests can not wait. */
  readonly badDebtAge?: number | undefined
}

/**
 * Founds a development network in an empty data folder, whose acts are signed on `origin`, that of the verifier page:
 * founders whose keys are software and marked as such, the node's stake, the operating key. A network that is there is
 * left as it is. The node's folder is filled beside and then renamed, so that a crash in the middle leaves nothing half
 * made.
 */
export async function foundNetwork(
  folders: Folders,
  origin: string,
  timeMs: number,
  { others = noOthers, founders = FOUNDERS, badDebtAge }: Founding = {},
): Promise<void> {
  if (await stat(join(folders.node, 'genesis.block')).catch(() => undefined)) return
  await mkdir(folders.worker, { recursive: true, mode: 0o700 })
  const party = { rpId: 'localhost', origin }
  const secrets = await founderSecrets(folders.worker, party, founders)
  const operating = await secretIn(join(folders.worker, 'operating.key'))
  const keys = secrets.map((secret) => toHex(softwareAuthenticator(fromHex(secret), party).publicKey33))
  const scriptOf = (secret: string) => toHex(keyHashScript(hash160(schnorrPublicKey(fromHex(secret)))))
  // The first node's folder comes last: with it the network is whole.
  const all = [...others.folders, folders.node]
  for (const folder of all) await rm(freshOf(folder), { recursive: true, force: true })
  await initNetwork({
    dataDir: freshOf(folders.node),
    otherDataDirs: others.folders.map(freshOf),
    name: 'dev-valuecyber',
    rpIds: [party.rpId],
    origins: [origin],
    founderKeys: keys,
    councilKeys: keys,
    allotments: [
      ...Array.from({ length: OPERATING_OUTPUTS }, () => ({
        scriptHex: scriptOf(operating),
        amount: OPERATING_AMOUNT,
      })),
      { scriptHex: scriptOf(secrets[0] ?? operating), amount: TREASURY_AMOUNT },
    ],
    records: [reserveRecord(keys)],
    ...(badDebtAge === undefined ? {} : { parameters: { badDebtAge } }),
    time: Math.floor(timeMs / 1000),
  })
  if (all.length > 1) for (const folder of all) await writePeers(folder, all, others)
  for (const folder of all) {
    await rm(folder, { recursive: true, force: true })
    await rename(freshOf(folder), folder)
  }
}

/** The reserve lies under a majority of the admission group, who may also name another (ledger.md 7, 8). */
function reserveRecord(keys: readonly string[]) {
  const script = toHex(kOfNScript(Math.floor(keys.length / 2) + 1, keys.map(fromHex)))
  return { table: 'reserve', keyHex: toHex(utf8('bad-debt')), valueHex: script, holderScriptHex: script }
}

const freshOf = (folder: string) => `${folder}.new`

/** Where the node finds the others: the file that it reads when it is told no addresses. */
async function writePeers(folder: string, all: readonly string[], { hostOf }: OtherNodes): Promise<void> {
  const peers = all.filter((other) => other !== folder)
  const lines = peers.map((other) => `${hostOf(other)}/p2p/${peerIdIn(freshOf(other))}`)
  await writeFile(join(freshOf(folder), 'peers'), `${lines.join('\n')}\n`)
}

/** The founders' secrets; the file says that they are software, and only a development network has it. */
async function founderSecrets(
  folder: string,
  party: { rpId: string; origin: string },
  count: number,
): Promise<string[]> {
  const path = join(folder, 'admission-keys.json')
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return JSON.parse(known).secrets
  const secrets = Array.from({ length: count }, () => randomBytes(32).toString('hex'))
  await writeFile(path, JSON.stringify({ software: true, ...party, secrets }, null, 2), { mode: 0o600 })
  return secrets
}

async function secretIn(path: string): Promise<string> {
  const known = await readFile(path, 'utf8').catch(() => undefined)
  if (known !== undefined) return known.trim()
  const secret = randomBytes(32).toString('hex')
  await writeFile(path, `${secret}\n`, { mode: 0o600, flag: 'wx' })
  return secret
}
