'use client'
import { Amount, Facts, Hash, Notice, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { Link } from '../../i18n/navigation.ts'
import { RefusedHere } from '../../trpc/refusal.ts'
import { WindowOpens } from '../approvals/index.ts'
import { AccountLink, BlockLink, TransactionLink } from '../explorer/links.tsx'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { type Application, toneOfStage, type Waiting } from './stages.ts'
import { useDays } from './use-days.ts'

/** What was asked, and how far it is; the same for both sides. */
export function ApplicationFacts({
  application,
  waiting,
  blocksPerDay,
}: {
  readonly application: Application
  /** What keeps a signed credit out of blocks. */
  readonly waiting?: Waiting | undefined
  readonly blocksPerDay: number
}) {
  const t = useTranslations('credit')
  const format = useFormatter()
  const days = useDays(blocksPerDay)
  const { amount, termBlocks, lots, purpose, guarantee, stage, txid, height, reason, refusal, expiresAt } =
    application
  const { reference, fileName, line, payee, payeeName, orderId, interest, keptActId } = application
  const next = stage === 'approving' && keptActId !== null ? 'kept' : stage
  return (
    <div className="space-y-4">
      <Notice tone={toneOfStage[stage] === 'waiting' ? 'waiting' : 'plain'} title={t(`stages.${stage}`)}>
        {waiting ? <WhyWaits waiting={waiting} /> : t(`next.${next}`)}
      </Notice>
      <Facts
        rows={[
          ...(reference ? [{ label: t('reference'), value: reference }] : []),
          ...(fileName && line ? [{ label: t('file'), value: t('fileLine', { file: fileName, line }) }] : []),
          { label: t('amount'), value: <Amount amount={amount} element="credit" /> },
          ...(interest
            ? [
                { label: t('interest.amount'), value: <Amount amount={interest.amount} element="value" /> },
                { label: t('interest.premium'), value: <Amount amount={interest.premium} element="value" /> },
              ]
            : []),
          { label: t('term'), value: days(termBlocks) },
          { label: t('lots'), value: lots },
          { label: t('purpose'), value: <span className="whitespace-pre-line">{purpose}</span> },
          { label: t('guarantee'), value: <span className="whitespace-pre-line">{guarantee}</span> },
          { label: t('applicant'), value: application.applicant },
          ...whoOwes(application, t),
          ...(payee
            ? [
                {
                  label: t('paidTo'),
                  value: (
                    <span className="flex flex-wrap items-baseline gap-x-2">
                      {payeeName} <AccountLink keyHash={payee} />
                    </span>
                  ),
                },
              ]
            : []),
          ...(orderId
            ? [{ label: t('onOrder'), value: <Link href={`/co-op/orders/${orderId}`}>{guarantee}</Link> }]
            : []),
          { label: t('stage'), value: <Status tone={toneOfStage[stage]}>{t(`stages.${stage}`)}</Status> },
          ...(expiresAt && !txid
            ? [{ label: t('signUntil'), value: format.dateTime(expiresAt, 'short') }]
            : []),
          ...(txid ? [{ label: t('transaction'), value: <TransactionLink txid={txid} /> }] : []),
          ...(height === null ? [] : [{ label: t('block'), value: <BlockLink height={height} /> }]),
          ...(reason ? [{ label: t('reason'), value: reason }] : []),
        ]}
      />
      {refusal && <RefusalView error={new RefusedHere(refusal.code)} />}
    </div>
  )
}

function WhyWaits({ waiting: { why, next } }: { readonly waiting: Waiting }) {
  const t = useTranslations('approvals.waits')
  return (
    <>
      {t(why)} {next && <WindowOpens window={next} />}
    </>
  )
}

type Words = ReturnType<typeof useTranslations<'credit'>>

/** The account that owes or shall owe; or the collective, with its members' vote for who may see that. */
function whoOwes({ accountId, collective, proposalId }: Application, t: Words) {
  if (!collective) return [{ label: t('account'), value: <Hash hash={accountId} /> }]
  const { name } = collective
  const vote = proposalId !== null && { label: t('membersVote'), value: <ToVote proposalId={proposalId} /> }
  return [{ label: t('debtor'), value: t('byVote', { name }) }, ...(vote ? [vote] : [])]
}

function ToVote({ proposalId }: { readonly proposalId: string }) {
  const t = useTranslations('credit')
  const { may } = useSession()
  return may('credit.apply') ? <Link href={`/collectives/votes/${proposalId}`}>{t('toVote')}</Link> : '–'
}
