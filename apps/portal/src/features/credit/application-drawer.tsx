'use client'
import { skipToken, useQuery } from '@tanstack/react-query'
import { Button, Drawer, Skeleton, useToast } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { useApprovedBy } from '../approvals/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { usePolling, useSession } from '../session/index.ts'
import { useActSigner } from '../signing/index.ts'
import { ApplicationFacts } from './application-facts.tsx'
import { Guarantees } from './guarantees.tsx'
import { Overrules } from './overrule.tsx'
import { isDraftable, isSignable, isVotedOn, type Stage } from './stages.ts'

const POLL_MS = 4_000

/** The applicant's side: follow the application, accept the debt, take the application back. */
export function ApplicationDrawer({
  id,
  onClose,
}: {
  readonly id: string | undefined
  readonly onClose: () => void
}) {
  const t = useTranslations('credit')
  const api = useTRPCClient()
  const { may } = useSession()
  const { sign } = useActSigner()
  const toast = useToast()
  const { run, error, clear } = useCommand()
  const trpc = useTRPC()
  const refetchInterval = usePolling(POLL_MS)
  const asked = id === undefined ? skipToken : { applicationId: id }
  const { data: application, error: unread } = useQuery(
    trpc.credit.show.queryOptions(asked, { refetchInterval }),
  )
  const terms = useQuery(trpc.credit.terms.queryOptions())

  async function accept(actId: string) {
    const outcome = await run(() => sign(actId))
    if (outcome) toast({ title: t(outcome.status === 'submitted' ? 'sent' : 'acceptedFirst') })
  }
  const withdraw = (applicationId: string) => run(() => api.credit.withdraw.mutate({ applicationId }))
  function leave(open: boolean) {
    if (open) return
    clear()
    onClose()
  }
  const approvedBy = useApprovedBy()
  const { stage } = application ?? {}
  const actId = application?.keptActId ?? application?.actId
  return (
    <Drawer
      open={id !== undefined}
      onOpenChange={leave}
      title={t('application')}
      footer={
        stage &&
        id &&
        may('credit.accept') && (
          <>
            {isOpen(stage) && (
              <Button variant="danger" onClick={() => withdraw(id)}>
                {t('withdraw')}
              </Button>
            )}
            {isSignable(stage) && stage !== 'accepted' && actId && (
              <Button variant="primary" onClick={() => accept(actId)}>
                {t('accept')}
              </Button>
            )}
          </>
        )
      }
    >
      <div className="space-y-4">
        <RefusalView error={error ?? unread} />
        {id && !application && !unread && <Skeleton className="h-40" />}
        {application && (
          <ApplicationFacts
            application={application}
            waiting={application.waiting ?? undefined}
            blocksPerDay={terms.data?.blocksPerDay ?? 8640}
          />
        )}
        {application && application.guarantees.length > 0 && (
          <Guarantees
            listed={application}
            amount={application.amount}
            asksFor={isOpen(application.stage) && may('collective.propose') ? application.id : undefined}
          />
        )}
        {application?.model && <p className="text-small text-ink-soft">{approvedBy(application.model)}</p>}
        {application && <Overrules overrules={application.overrules} />}
      </div>
    </Drawer>
  )
}

/** Whether nothing has been given yet, so that members of a collective can still be asked to answer for it. */
const isOpen = (stage: Stage) => isSignable(stage) || isDraftable(stage) || isVotedOn(stage)
