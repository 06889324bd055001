import type { TestBrowser } from '@vc/api/testing'
import {
  ballotDescriptor,
  castBallot,
  fromHex,
  hash160,
  nobleBallotSigner,
  registerBallotMember,
  sha256,
  toHex,
  utf8,
} from '@vc/crypto'
import { type DbOrTransaction, schema } from '@vc/db'
import { assert, must } from '@vc/kernel'
import { collectiveScript, DEBT, type NamedOutput, VALUE, voteDigests } from '@vc/ledger'
import { votesOver } from '@vc/settlement'
import { eq } from 'drizzle-orm'
import type { Keys } from './judged-chain.ts'
import { readTransaction } from './worker-kit.ts'

/** Secrets of credentials, below the order of the curve. */
const secretOf = (i: number) => Uint8Array.of(0, ...sha256(utf8(`member ${i}`)).subarray(1))

type Paper = {
  readonly kind: string
  readonly descriptor: string
  readonly transaction: string
  readonly named: readonly { readonly amount: string; readonly script: string }[]
}

/** What a collective holds, and what it owes and has not paid, by the projected ledger; its account is HASH160 of its id in hex. */
export async function booksOf(db: DbOrTransaction, account: string) {
  const rows = await db.select().from(schema.outputs).where(eq(schema.outputs.keyHash, account))
  const unspent = rows.filter(({ spentHeight }) => spentHeight === null)
  const sumOf = (wanted: number) =>
    unspent.reduce((sum, { element, amount }) => (element === wanted ? sum + amount : sum), 0n)
  return { held: sumOf(VALUE), owed: sumOf(DEBT) }
}

/** A collective of VCB1 of these accounts, whose credentials the test has. */
export function unionOf(people: readonly Keys[], threshold: number) {
  const members = people.map(({ hash }, i) => registerBallotMember(secretOf(i), 1, hash, nobleBallotSigner))
  const descriptor = must(ballotDescriptor(members, threshold), 'the threshold can be met')
  const id = sha256(descriptor)

  /** The file of its members' lines, with a column more for each: its head, then what a line has. */
  function file(more: readonly (readonly [head: string, cell: string])[]): string {
    const [head] = more[0] ?? []
    const lines = members.map(({ key, possession, owner }, i) =>
      [`Member ${i}`, toHex(owner), toHex(key), 1, toHex(possession), ...(more[i]?.slice(1) ?? [])].join(),
    )
    const columns = ['name,owner,key,weight,possession', ...(head ? [head] : [])].join()
    return [columns, ...lines].join('\n')
  }

  /** Registers it and waits until a block has it. */
  async function register(browser: TestBrowser, nextBlock: () => Promise<bigint>): Promise<string> {
    const text = file([])
    const asked = { fileName: 'members.csv', content: Buffer.from(text).toString('base64'), name: 'Growers' }
    const { value } = await browser.importFile('collectives.import', asked)
    await nextBlock()
    await nextBlock()
    return (value as { collectiveId: string }).collectiveId
  }

  /** Votes of members on a proposal, handed in by somebody who sees it. */
  async function vote(
    browser: TestBrowser,
    proposalId: string,
    network: Uint8Array,
    ...who: readonly number[]
  ) {
    const { value } = await browser.ask('collectives.proposal', { proposalId })
    const { transaction, named, kind, ...under } = value as Paper
    const inForce = fromHex(under.descriptor)
    const outputs = named.map(({ amount, script, ...rest }) => ({
      ...(rest as Pick<NamedOutput, 'element' | 'layer'>),
      ...{ amount: BigInt(amount), script: fromHex(script) },
    }))
    const digests = voteDigests(
      { tx: readTransaction(transaction), named: outputs, network },
      votesOver(kind),
    )
    for (const i of who) {
      const key = toHex(must(members[i], 'a member').key)
      const cast = (digest: Uint8Array) => toHex(castBallot(inForce, digest, secretOf(i), nobleBallotSigner))
      const given = await browser.call('collectives.vote', { proposalId, key, signatures: digests.map(cast) })
      assert(given.code === 'ok', `the vote is taken: ${given.code}`)
    }
  }

  /** Asks for a vote by which one of them leaves; gives the proposal. */
  async function leaving(browser: TestBrowser, collectiveId: string, who: number): Promise<string> {
    const { key } = must(members[who], 'a member')
    const text = `change,name,owner,key,weight,possession\nleave,,,${toHex(key)},,`
    const changes = { fileName: 'change.csv', content: Buffer.from(text).toString('base64'), collectiveId }
    const asked = {
      ...changes,
      commandKey: crypto.randomUUID(),
      purpose: 'One leaves',
      days: 3,
      threshold: 2,
    }
    const { code } = await browser.importFile('collectives.proposeChange', asked)
    assert(code === 'ok', `a change is proposed: ${code}`)
    return asked.commandKey
  }

  return { leaving, file, id, account: toHex(hash160(id)), script: collectiveScript(id), register, vote }
}
