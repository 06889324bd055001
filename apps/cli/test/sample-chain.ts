import {
  applyGenesis,
  type BlockContext,
  blockHash,
  buildBlock,
  commitmentChain,
  development,
  encodeBlock,
  encodeConfiguration,
  findSlot,
  type GenesisSpec,
  genesis,
  genesisConfiguration,
  type Header,
  judgeBlock,
  type LedgerRow,
  ledgerBook,
  ledgerTables,
  openReplay,
  type ParentBlock,
  packBlockLine,
  packConfigurationLine,
  packHeadLine,
  packManifestLine,
  packRowLine,
  stakes,
} from '@vc/consensus'
import { hash160, nobleChecks, schnorrPublicKey, toHex } from '@vc/crypto'
import { must } from '@vc/kernel'
import { keyHashScript, memoryState, outputsOf, pay, signInput, totals, txidOf } from '@vc/ledger'

const secret = new Uint8Array(32).fill(7)
const holder = new Uint8Array(32).fill(9)
const key = schnorrPublicKey(secret)
const script = keyHashScript(hash160(schnorrPublicKey(holder)))

/** A real chain of a few blocks with one payment in each: real keys, real draws. */
export function sampleChain(length: number) {
  const reveals = commitmentChain(new Uint8Array(32).fill(3), 200)
  const spec: GenesisSpec = {
    network: 'dev-audit',
    time: 1_800_000_000,
    configuration: development(),
    stakes: [{ producerKey: key, commitment: reveals.commitment, amount: 10n ** 9n, ownerScript: script }],
    allotments: [{ script, amount: 10n ** 6n }],
    admissionRoster: [key],
    councilRoster: [key],
    members: [{ peerId: Uint8Array.of(1), certificateHash: new Uint8Array(32), stakeKey: key, roles: 3 }],
  }
  const configuration = genesisConfiguration(spec)
  const first = genesis(spec)
  const network = blockHash(first.header)
  const state = memoryState()
  state.apply(applyGenesis(first, configuration))
  const headers = new Map<string, Header>([[toHex(network), first.header]])
  const headersBack = (hash: Uint8Array) => headers.get(toHex(hash))
  const context: BlockContext = { network, configuration, checks: nobleChecks, headersBack }
  let parent: ParentBlock = { header: first.header, hash: network }
  let coin = { txid: txidOf(must(first.transactions.at(-1), 'an allotment')), amount: 10n ** 6n, height: 0 }
  const blocks = [encodeBlock(first)]
  for (let height = 1; height <= length; height += 1) {
    const { txid, amount } = coin
    const output = { element: 0, amount, script, layer: 2, kind: 0, height: coin.height } as const
    const values = [{ outpoint: { txid, index: 0 }, output }]
    const payments = [{ to: script, amount: amount - 101n }]
    const unsigned = pay({ values, payments, fee: 101n, changeTo: script })
    const tx = signInput({ tx: unsigned, named: outputsOf(values), network, index: 0, secret: holder })
    const stake = must([...stakes(state)][0], 'a stake')
    const from = parent.header.time + 1
    const slot = must(findSlot({ stake, parent, state, context, from, to: from + 600 }), 'a slot')
    const reveal = must(reveals.revealOf(stake.commitment), 'a preimage')
    const plan = { parent, state, context, candidates: [tx], time: slot.time, stake: stake.outpoint }
    const built = buildBlock({ ...plan, secretKey: secret, reveal })
    if (!built.ok) throw new Error(JSON.stringify(built.refusal))
    const judged = judgeBlock(built.value.block, state, parent, context)
    if (!judged.ok) throw new Error(JSON.stringify(judged.refusal))
    state.apply(judged.value.changes)
    const { header } = built.value.block
    headers.set(toHex(built.value.hash), header)
    parent = { header, hash: built.value.hash, undo: judged.value.undo }
    coin = { txid: txidOf(tx), amount: amount - 101n, height }
    blocks.push(encodeBlock(built.value.block))
  }
  return { configuration, blocks, network, head: parent.hash, totals: totals(state) }
}

/** The audit pack of a chain whose portal shows what the ledger says; `alter` is a portal that does not. */
export function samplePack(
  { configuration, blocks, network, head, totals: sums }: ReturnType<typeof sampleChain>,
  alter: (table: string, row: LedgerRow) => LedgerRow | undefined = (_, row) => row,
): readonly string[] {
  const replay = openReplay({ configuration, checks: nobleChecks })
  const book = ledgerBook()
  for (const bytes of blocks) {
    const step = replay.next(bytes)
    if (!step.ok) throw new Error(JSON.stringify(step.refusal))
    book.add(step.value)
  }
  const rows = ledgerTables.flatMap((table) =>
    [...book.rows(table).values()].flatMap((row) => {
      const shown = alter(table, row)
      return shown === undefined ? [] : [packRowLine(table, shown)]
    }),
  )
  const to = blocks.length - 1
  const lines = [
    packHeadLine({ network: toHex(network), from: 0, to, head: toHex(head), totals: sums.map(String) }),
    packConfigurationLine(toHex(encodeConfiguration(configuration))),
    ...blocks.map((bytes, height) => packBlockLine(height, toHex(bytes))),
    ...rows,
  ]
  return [...lines, packManifestLine(lines)]
}
