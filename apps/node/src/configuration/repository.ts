import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import {
  type ConfigurationDocument,
  commitOf,
  configurationId,
  type Proposal,
  parseConfiguration,
  proposalId,
  wrongHistory,
} from '@vc/consensus'
import { equalBytes, fromHex, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import git from 'isomorphic-git'
import type { Logger } from 'pino'
import type { Chain } from '../chain/chain.ts'
import { NodeHalt } from '../halt.ts'
import { commitsOf, fileOf, type Place, placeOf, writeDocument } from './git-objects.ts'
import { historyOf } from './overview.ts'

/** The bare git repository of configurations in a node's folder (configuration.md 2). */
export type Repository = {
  /** The commit of a version that was written; undefined before. */
  readonly commitOf: (configurationId: string) => string | undefined
  /** Takes pushed proposals, writes what is new and final, resets what somebody moved. One turn at a time. */
  readonly turn: () => Promise<void>
}

type Parts = {
  readonly gitdir: string
  readonly genesis: Uint8Array
  readonly chain: Chain
  readonly log: Logger
}

/**
 * Opens the repository, or makes it, and replays `main`. Halts with `configuration-repository` {version, why} when that
 * history is not whole or not this network's. What can not be read at all is put aside and written anew: every commit
 * is a function of its document, and the documents are in the store.
 */
export async function openRepository(parts: Parts): Promise<Repository> {
  const { gitdir, log } = parts
  const isMade = existsSync(join(gitdir, 'HEAD'))
  const history = isMade ? await readMain(placeOf(gitdir)) : undefined
  if (isMade && history === undefined) {
    const aside = asideOf(gitdir)
    renameSync(gitdir, aside)
    log.warn({ aside }, 'the configuration repository can not be read and is written anew')
  }
  if (history === undefined) await git.init({ ...placeOf(gitdir), bare: true, defaultBranch: 'main' })
  const repository = new OpenRepository(parts)
  if (history !== undefined && history.length > 0) await repository.check(history)
  await repository.turn()
  return repository
}

function asideOf(gitdir: string): string {
  for (let number = 1; ; number += 1) {
    const aside = `${gitdir}.unreadable-${number}`
    if (!existsSync(aside)) return aside
  }
}

type Version = { readonly oid: string; readonly bytes: Uint8Array | undefined }

/** Commits of `main` with their documents, none before the first is written; undefined where they can not be read. */
async function readMain(place: Place): Promise<readonly Version[] | undefined> {
  try {
    if (!(await git.listBranches(place)).includes('main')) return []
    const commits = await commitsOf(place, 'refs/heads/main')
    return await Promise.all(
      commits.map(async (oid) => ({ oid, bytes: await fileOf(place, oid, 'configuration.json') })),
    )
  } catch {
    return undefined
  }
}

class OpenRepository implements Repository {
  readonly #parts: Parts
  readonly #place: Place
  /** Commits by configuration id. */
  readonly #commits = new Map<string, string>()
  /** Branch tips by branch, as this node wrote them. */
  readonly #tips = new Map<string, string>()
  #main: readonly ConfigurationDocument[] = []
  #running: Promise<void> | undefined

  constructor(parts: Parts) {
    this.#parts = parts
    this.#place = placeOf(parts.gitdir)
  }

  commitOf = (id: string): string | undefined => this.#commits.get(id)

  /** Ids, parents, ranges, parameters, the genesis block, the commits themselves; then the chain's own history. */
  async check(main: readonly Version[]): Promise<void> {
    const { chain, genesis } = this.#parts
    const documents = main.map(({ bytes }, version) => {
      const parsed = bytes && parseConfiguration(bytes)
      return parsed?.ok ? parsed.value : mismatch(version, 'document')
    })
    const first = must(main[0], 'a branch has a commit')
    const stored = await fileOf(this.#place, first.oid, 'genesis.block')
    if (!stored || !equalBytes(stored, genesis)) mismatch(0, 'genesis-block')
    const header = must(chain.blocks.header(chain.network), 'a founded chain has its genesis')
    const wrong = wrongHistory(documents, header.configId)
    if (wrong) mismatch(wrong.version, wrong.why)
    for (const [version, document] of documents.entries()) {
      if ((await this.#write(document)) !== main[version]?.oid) mismatch(version, 'commit')
    }
    this.#main = documents
  }

  turn = (): Promise<void> => {
    this.#running ??= this.#turn().finally(() => {
      this.#running = undefined
    })
    return this.#running
  }

  async #turn(): Promise<void> {
    await this.#importPushed()
    await this.#writeMain()
    for (const proposal of this.#parts.chain.configurations.proposals()) await this.#writeProposal(proposal)
  }

  /** What is final is written; it never changes again. */
  async #writeMain(): Promise<void> {
    const { chain } = this.#parts
    const history = historyOf(chain)
    // Who joined from a snapshot asks its peers for the versions before.
    if (history[0]?.version !== 0) return
    const final = history.filter(({ from }) => from <= chain.finality.final.height)
    for (const [version, document] of final.entries()) {
      const known = this.#main[version]
      if (known && !equalBytes(configurationId(known), configurationId(document))) mismatch(version, 'chain')
      await this.#write(document)
    }
    if (final.length > this.#main.length) this.#main = final
    const last = must(this.#main.at(-1), 'version 0 is final')
    await this.#point('main', must(this.commitOf(nameOf(last)), 'it was written'))
  }

  /** The commit of a version, with those below it. */
  async #write(document: ConfigurationDocument): Promise<string> {
    const known = this.commitOf(nameOf(document))
    if (known !== undefined) return known
    const { chain, genesis } = this.#parts
    const { genesisTime, configurations } = chain
    const isFirst = document.parent === null
    const before = isFirst ? undefined : configurations.find(fromHex(document.parent ?? ''))
    const parent = before ? await this.#write(before) : this.#commits.get(document.parent ?? '')
    const of = { genesisTime, parent, ...(isFirst ? { genesis } : {}) }
    const oid = await writeDocument(this.#place, document, of)
    this.#commits.set(nameOf(document), oid)
    return oid
  }

  async #writeProposal(proposal: Proposal): Promise<void> {
    const { genesisTime, configurations } = this.#parts.chain
    const { branch } = commitOf(proposal, genesisTime)
    const known = this.#tips.get(branch)
    if (known !== undefined) return this.#point(branch, known)
    const origin = must(
      configurations.find(fromHex(proposal.origin)),
      'a proposal that was taken has its origin',
    )
    const parent = await this.#write(origin)
    const oid = await writeDocument(this.#place, proposal, { genesisTime, parent })
    this.#tips.set(branch, oid)
    await this.#point(branch, oid)
  }

  async #point(branch: string, value: string): Promise<void> {
    const ref = `refs/heads/${branch}`
    const now = await git.resolveRef({ ...this.#place, ref }).catch(() => undefined)
    if (now !== value) await git.writeRef({ ...this.#place, ref, value, force: true })
  }

  /** Branches that somebody pushed: a proposal that holds is taken, and its branch written as all nodes write it. */
  async #importPushed(): Promise<void> {
    const { chain, log } = this.#parts
    const { genesisTime, configurations } = chain
    const own = new Set(configurations.proposals().map((one) => commitOf(one, genesisTime).branch))
    for (const branch of await git.listBranches(this.#place)) {
      if (!branch.startsWith('proposal/') || own.has(branch)) continue
      const bytes = await this.#pushed(branch)
      const taken = bytes && configurations.propose(bytes)
      if (taken?.ok) log.info({ branch, id: toHex(proposalId(taken.value)) }, 'a pushed proposal was taken')
      else if (taken?.refusal.code === 'proposal-over')
        log.info({ branch }, 'a proposal that nobody voted for was taken away')
      else
        log.warn({ branch, refusal: taken?.refusal }, 'a pushed branch holds no proposal and was taken away')
      if (!taken?.ok || commitOf(taken.value, genesisTime).branch !== branch) {
        await git.deleteRef({ ...this.#place, ref: `refs/heads/${branch}` })
      }
    }
  }

  async #pushed(branch: string): Promise<Uint8Array | undefined> {
    try {
      const oid = await git.resolveRef({ ...this.#place, ref: `refs/heads/${branch}` })
      return await fileOf(this.#place, oid, 'proposal.json')
    } catch {
      return undefined
    }
  }
}

const nameOf = (document: ConfigurationDocument) => toHex(configurationId(document))

function mismatch(version: number, why: string): never {
  throw new NodeHalt('configuration-repository', { version, why })
}
