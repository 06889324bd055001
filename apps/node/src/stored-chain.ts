import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Proposal, parseProposal } from '@vc/consensus'
import { assert, must } from '@vc/kernel'
import { chainStore } from './chain/chain-store.ts'
import { openDiskStore } from './storage/disk-store.ts'
import type { Store } from './storage/store.ts'

/** The blocks of a chain as bytes, genesis first, and the bytes of its configuration. */
export type StoredChain = {
  readonly configuration: Uint8Array
  /** Those that are at hand: blocks may have voted for them. */
  readonly proposals: readonly Proposal[]
  readonly height: number
  readonly blockAt: (height: number) => Uint8Array
  readonly close: () => Promise<void>
}

const blockFile = /^(\d+)\.block$/

/**
 * Opens what a folder holds of a chain and nothing else of it: the store of a node's data folder, or files
 * `0.block`, `1.block` … beside `configuration.json`. A node may be running on the folder. Throws when neither is there.
 */
export function openStoredChain(dataDir: string): StoredChain {
  const configuration = new Uint8Array(readFileSync(join(dataDir, 'configuration.json')))
  const files = blockFiles(dataDir)
  return files.length > 0 ? inFiles(files, configuration) : inStore(join(dataDir, 'store'), configuration)
}

function blockFiles(dataDir: string): readonly string[] {
  const numbered = readdirSync(dataDir).flatMap((name) => {
    const height = blockFile.exec(name)?.[1]
    return height === undefined ? [] : [{ height: Number(height), path: join(dataDir, name) }]
  })
  const sorted = numbered.sort((a, b) => a.height - b.height)
  const gap = sorted.findIndex(({ height }, i) => height !== i)
  assert(gap < 0, `the file of block ${gap} is there`)
  return sorted.map(({ path }) => path)
}

function inFiles(files: readonly string[], configuration: Uint8Array): StoredChain {
  return {
    configuration,
    proposals: [],
    height: files.length - 1,
    blockAt: (height) => new Uint8Array(readFileSync(must(files[height], 'a block of the chain'))),
    close: () => Promise.resolve(),
  }
}

function inStore(path: string, configuration: Uint8Array): StoredChain {
  const store = openDiskStore(path, { readOnly: true })
  const blocks = chainStore(store)
  const { height } = must(blocks.head(), 'a founded chain has a head')
  return {
    configuration,
    proposals: proposalsIn(store),
    height,
    blockAt: (at) => must(blocks.bytesOf(must(blocks.hashAt(at), 'a block of the chain')), 'its bytes'),
    close: () => store.close(),
  }
}

function proposalsIn(store: Store): readonly Proposal[] {
  return [...store.range('document', new Uint8Array([0]))].flatMap(([, bytes]) => {
    const proposal = parseProposal(bytes)
    return proposal.ok ? [proposal.value] : []
  })
}
