'use client'
import { Button, Dialog, Section, Status } from '@vc/ui'
import { useFormatter, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession, useSteppedUp } from '../session/index.ts'
import { InvitationLink } from './invitation-link.tsx'
import type { Members } from './organisation-screen.tsx'

/** People who lost their last key and shall come in again: one administrator proposed, a second one approves. */
export function Readmissions({ data }: { readonly data: Members }) {
  const t = useTranslations('organisation.readmit')
  const format = useFormatter()
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { personId: me } = useSession()
  const { run, error } = useCommand()
  const [token, setToken] = useState<string>()
  const nameOf = (personId: string) =>
    data.members.find((member) => member.personId === personId)?.name ?? '—'

  async function approve(readmissionId: string) {
    const made = await run(() =>
      steppedUp('organisation.readmit.approve', { readmissionId }, (input) =>
        api.organisation.readmit.approve.mutate(input),
      ),
    )
    setToken(made?.token)
  }

  return (
    <>
      {data.readmissions.length > 0 && (
        <Section id="readmissions" title={t('title')}>
          <RefusalView error={error} />
          <ul className="divide-y">
            {data.readmissions.map((readmission) => (
              <li key={readmission.id} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2.5">
                <Status tone="waiting">{nameOf(readmission.personId)}</Status>
                <span className="text-small text-ink-soft">
                  {t('proposed', {
                    name: nameOf(readmission.proposedBy),
                    when: format.dateTime(readmission.proposedAt, 'short'),
                  })}
                </span>
                <span className="grow" />
                {readmission.proposedBy === me ? (
                  <span className="text-small text-waiting">{t('second')}</span>
                ) : (
                  <Button size="small" onClick={() => approve(readmission.id)}>
                    {t('approve', { name: nameOf(readmission.personId) })}
                  </Button>
                )}
              </li>
            ))}
          </ul>
        </Section>
      )}
      <Dialog
        open={token !== undefined}
        onOpenChange={() => setToken(undefined)}
        title={t('title')}
        description={t('delay')}
      >
        {token && <InvitationLink token={token} />}
      </Dialog>
    </>
  )
}
