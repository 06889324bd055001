'use client'
import { skipToken, useQuery } from '@tanstack/react-query'
import type { ActLeg } from '@vc/acts'
import { equalBytes, fromHex } from '@vc/crypto'
import { rolesMark } from '@vc/settlement'
import { Facts, Section } from '@vc/ui'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import type { ApiAnswers } from '../../trpc/types.ts'
import { AccountLink } from '../explorer/index.ts'
import { RefusalView } from '../refusals/index.ts'
import type { Vote } from './stages.ts'

export type RolesAsked = NonNullable<ApiAnswers['unions']['roles']>
type Props = {
  readonly vote: Vote
  readonly leg: ActLeg
  readonly asked: RolesAsked
  readonly children: ReactNode
}

/** What a vote on roles is about; nothing changes of it, so it is asked for once. */
export function useRolesAsked({ id, kind }: Pick<Vote, 'id' | 'kind'>) {
  const asked = kind === 'roles' ? { proposalId: id } : skipToken
  return useQuery(useTRPC().unions.roles.queryOptions(asked, { staleTime: Number.POSITIVE_INFINITY }))
}

/** A vote on who is what in a union: the roles that the bytes commit to, and the vote itself when they do. */
export function RolesMatter({ vote, leg, asked, children }: Props) {
  const t = useTranslations('collectives.roles')
  const words = useTranslations('communities.roles')
  if (!isMarked(vote, leg, asked)) return <RefusalView error={new RefusedHere('guarantee-differs')} />
  return (
    <>
      <div className="mb-8">
        <Section id="roles" title={t('title')} lead={t('lead')}>
          <Facts
            rows={asked.roles.map(({ name, account, role }) => ({
              label: name || <AccountLink keyHash={account} />,
              value: (
                <span className="flex flex-wrap items-baseline gap-x-3">
                  <span className="font-strong">{words(role)}</span>
                  {name && <AccountLink keyHash={account} />}
                </span>
              ),
            }))}
          />
        </Section>
      </div>
      {children}
    </>
  )
}

/** In one line: how many become something else. */
export function RolesHeadline({ roles }: Pick<RolesAsked, 'roles'>) {
  const t = useTranslations('collectives.roles')
  return <>{t('headline', { count: roles.length })}</>
}

function isMarked({ id, collective }: Vote, { transaction }: ActLeg, { roles, member }: RolesAsked) {
  const mark = rolesMark({ collective: collective.ledgerId, vote: id, roles }, fromHex(member))
  const [first] = transaction.outputs
  return first?.amount === mark.amount && equalBytes(first.script, mark.to)
}
