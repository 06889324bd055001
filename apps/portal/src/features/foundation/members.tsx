'use client'
import { useQuery } from '@tanstack/react-query'
import { Amount, Button, EmptyState, Notice, Section, Stat, StatRow, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import type { ApiAnswers } from '../../trpc/types.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { EndDialog, MemberDialog } from './member-dialog.tsx'
import { type MemberAct, useMemberColumns } from './members-table.tsx'

const POLL_MS = 6_000
type Total = NonNullable<ApiAnswers['foundation']['members']['total']>

/** Who makes blocks and votes, by the council's records; how much of it is online; and what may be proposed. */
export function Members() {
  const t = useTranslations('foundation.members')
  const refetchInterval = usePolling(POLL_MS)
  const { data, error } = useQuery(useTRPC().foundation.members.queryOptions(undefined, { refetchInterval }))
  const { role } = useSession()
  const [act, setAct] = useState<MemberAct>()
  const mayPropose = role === 'admission'
  const columns = useMemberColumns(mayPropose ? setAct : undefined)
  const close = () => setAct(undefined)
  return (
    <Section title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      {data && !data.total && <Notice tone="waiting" title={t('silent')} />}
      {data?.total && <Online total={data.total} />}
      <Table
        name="network-members"
        caption={t('title')}
        rows={data?.rows}
        columns={columns}
        rowKey={({ key }) => key}
        empty={<EmptyState title={t('none')}>{t('noneNext')}</EmptyState>}
      />
      {mayPropose && (
        <div className="mt-3">
          <Button variant="primary" onClick={() => setAct({ kind: 'member.admit' })}>
            {t('admit')}
          </Button>
        </div>
      )}
      {act?.kind === 'member.end' && <EndDialog member={act.member} onClose={close} />}
      {act && act.kind !== 'member.end' && <MemberDialog act={act} onClose={close} />}
    </Section>
  )
}

/** What is online, and how much of it must stay when somebody goes. */
function Online({ total }: { readonly total: Total }) {
  const t = useTranslations('foundation.members')
  const { stake, online, voters, voting, quorum, window } = total
  const half = (stake + 1n) / 2n
  return (
    <div className="mb-6">
      <StatRow>
        <Stat label={t('stakeAll')} value={<Amount amount={stake} />} tone="value" />
        <Stat
          label={t('stakeOnline')}
          value={<Amount amount={online} />}
          note={t.rich('stakeNeed', { amount: () => <Amount amount={half} /> })}
          tone={online < half ? 'refused' : 'value'}
        />
        <Stat
          label={t('votersOnline')}
          value={t('of', { some: voting, all: voters })}
          note={t('votersNeed', { quorum })}
          tone={voting < quorum ? 'refused' : undefined}
        />
      </StatRow>
      <p className="mt-2 text-small text-ink-soft">{t('onlineMeans', { window })}</p>
    </div>
  )
}
