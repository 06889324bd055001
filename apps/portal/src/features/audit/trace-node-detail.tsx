'use client'
import { Amount, Button, Facts, Section, Status, shortHash } from '@vc/ui'
import { useTranslations } from 'next-intl'
import {
  AccountLink,
  BlockLink,
  elementOf,
  Flow,
  type Owners,
  RecordLink,
  TransactionLink,
  useOwners,
} from '../explorer/index.ts'
import { roleOf, useNodeName } from './trace-drawing.tsx'
import { type TraceNode, waysFrom } from './trace-layout.ts'
import { partiesOf } from './trace-parties.ts'

type DetailProps = {
  readonly node: TraceNode
  readonly nodes: readonly TraceNode[]
  readonly owners: Owners
  readonly busy: boolean
  readonly onWalk: (txid: string) => Promise<void>
}

/** One transaction of a trace: what it did, drawn and listed, and where one can walk from here. */
export function TraceNodeDetail({ node, nodes, owners, busy, onWalk }: DetailProps) {
  const t = useTranslations('audit')
  const name = useNodeName()
  const { role } = node
  return (
    <Section
      title={name(node)}
      lead={role === undefined ? undefined : t(`roleLead.${roleOf(role)}`)}
      actions={<BlockLink height={node.height} />}
    >
      <NodeFacts {...{ node, nodes, owners }} />
      <div className="mt-4">
        <Flow layer={node.layer} named={node.named} written={node.written} />
      </div>
      <Written node={node} owners={owners} />
      <Ways {...{ node, nodes, busy, onWalk }} />
    </Section>
  )
}

function NodeFacts({ node, nodes, owners }: Pick<DetailProps, 'node' | 'nodes' | 'owners'>) {
  const t = useTranslations('audit')
  const ownerOf = useOwners(owners)
  const { named, record } = node
  const { group, agents, users } = partiesOf(node, nodes)
  const guard = record ? named.find(({ reads, keyHash }) => !reads && keyHash !== null) : undefined
  const account = (keyHash: string) => <AccountLink keyHash={keyHash} owner={ownerOf(keyHash)} />
  const accounts = (hashes: readonly string[]) => (
    <span className="flex flex-wrap gap-x-4">
      {hashes.map((keyHash) => (
        <span key={keyHash}>{account(keyHash)}</span>
      ))}
    </span>
  )
  return (
    <Facts
      rows={[
        { label: t('transaction'), value: <TransactionLink txid={node.txid} /> },
        ...(group ? [{ label: t('group'), value: t('groupKeys', group) }] : []),
        ...(agents.length > 0 ? [{ label: t('agent'), value: accounts(agents) }] : []),
        ...(users.length > 0 ? [{ label: t('user'), value: accounts(users) }] : []),
        ...(record
          ? [
              { label: t('record'), value: <RecordLink table={record.table} recordKey={record.key} /> },
              { label: t('value'), value: <code className="break-all">{record.value}</code> },
            ]
          : []),
        ...(guard?.keyHash ? [{ label: t('writtenUnder'), value: account(guard.keyHash) }] : []),
      ]}
    />
  )
}

/** What the transaction wrote, whose it is and what became of it. */
function Written({ node, owners }: Pick<DetailProps, 'node' | 'owners'>) {
  const t = useTranslations('audit')
  const ownerOf = useOwners(owners)
  return (
    <ul className="mt-3 divide-y border-y">
      {node.written.map((output) => (
        <li key={output.index} className="flex flex-wrap items-baseline justify-between gap-x-6 py-1.5">
          <Amount amount={output.amount} element={elementOf(output.element)} />
          {output.keyHash !== null && (
            <AccountLink keyHash={output.keyHash} owner={ownerOf(output.keyHash)} />
          )}
          {output.spentBy === null ? (
            <Status>{t('unspent')}</Status>
          ) : (
            <TransactionLink txid={output.spentBy} />
          )}
        </li>
      ))}
    </ul>
  )
}

function Ways({ node, nodes, busy, onWalk }: Omit<DetailProps, 'owners'>) {
  const t = useTranslations('audit')
  const { back, on } = waysFrom(node, nodes)
  const button = (way: 'walkBack' | 'walkOn') => (txid: string) => (
    <Button key={txid} size="small" disabled={busy} onClick={() => onWalk(txid)}>
      {t(way, { id: shortHash(txid) })}
    </Button>
  )
  if (back.length + on.length === 0) return <p className="mt-3 text-small text-ink-soft">{t('noWays')}</p>
  return (
    <div className="mt-3 flex flex-wrap gap-2">
      {back.map(button('walkBack'))}
      {on.map(button('walkOn'))}
    </div>
  )
}
