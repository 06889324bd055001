import { existsSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hash160, p256PublicKey, schnorrPublicKey, sha256, toHex, utf8 } from '@vc/crypto'
import { keyHashScript } from '@vc/ledger'
import { initNetwork, type NetworkInit, peerIdIn } from '@vc/node'

export type Consortium = {
  /** Data folders of the nodes, in order. */
  readonly folders: readonly string[]
  /** Of each of the coins that the founding secret can spend. */
  readonly allotments: readonly { readonly txid: string; readonly index: number }[]
  readonly network: string
  readonly configuration: Uint8Array
}

/** What a consortium on one machine is founded with. */
export type ConsortiumSpec = {
  readonly nodes: number
  readonly coins: number
  /** Smallest units of each coin. */
  readonly amount: bigint
  readonly parameters?: NetworkInit['parameters']
  readonly commitmentLength?: number
}

const MARK = 'consortium.json'

/** The key that holds the coins of a consortium on one machine: no secret, for trials only. */
export const coinSecret: Uint8Array = sha256(utf8('the coins of a consortium on one machine'))

/**
 * Founds a development network of some nodes, each a member with a stake, in the folders `node-1` … of an empty folder;
 * gives the one that is there. Filled beside and renamed, so that a crash leaves nothing half made.
 */
export async function foundConsortium(
  dir: string,
  spec: ConsortiumSpec,
  timeMs: number,
): Promise<Consortium> {
  const folders = Array.from({ length: spec.nodes }, (_, n) => join(dir, `node-${n + 1}`))
  const mark = join(dir, MARK)
  if (!existsSync(mark)) {
    const fresh = `${dir}.new`
    await rm(fresh, { recursive: true, force: true })
    await mkdir(fresh, { recursive: true, mode: 0o700 })
    await makeNetwork(fresh, spec, timeMs)
    await rename(fresh, dir)
  }
  const { allotments, network } = JSON.parse(readFileSync(mark, 'utf8'))
  return {
    folders,
    allotments,
    network,
    configuration: new Uint8Array(readFileSync(join(dir, 'node-1', 'configuration.json'))),
  }
}

async function makeNetwork(dir: string, spec: ConsortiumSpec, timeMs: number): Promise<void> {
  const [dataDir = '', ...otherDataDirs] = Array.from({ length: spec.nodes }, (_, n) =>
    join(dir, `node-${n + 1}`),
  )
  const scriptHex = toHex(keyHashScript(hash160(schnorrPublicKey(coinSecret))))
  const made = await initNetwork({
    ...{ dataDir, otherDataDirs, name: 'dev-consortium' },
    ...{ origins: ['http://localhost:3000'], rpIds: ['localhost'] },
    councilKeys: [1, 2, 3].map((n) => toHex(p256PublicKey(sha256(new Uint8Array([n]))))),
    allotments: Array.from({ length: spec.coins }, () => ({ scriptHex, amount: spec.amount })),
    time: Math.floor(timeMs / 1000),
    ...(spec.parameters ? { parameters: spec.parameters } : {}),
    ...(spec.commitmentLength ? { commitmentLength: spec.commitmentLength } : {}),
  })
  const facts = { network: made.network, allotments: made.allotments }
  await writeFile(join(dir, MARK), `${JSON.stringify(facts)}\n`)
}

/** What each node of a consortium on one machine is started with. `ports`: of peers, one for each node. */
export function consortiumEnv(
  folders: readonly string[],
  ports: readonly number[],
  at: number,
): Readonly<Record<string, string>> {
  const peers = folders.flatMap((folder, other) =>
    other === at ? [] : [`/ip4/127.0.0.1/tcp/${ports[other]}/p2p/${peerIdIn(folder)}`],
  )
  return {
    NODE_DATA_DIR: folders[at] ?? '',
    NODE_LISTEN: `/ip4/127.0.0.1/tcp/${ports[at]}`,
    NODE_PEERS: peers.join(','),
  }
}
