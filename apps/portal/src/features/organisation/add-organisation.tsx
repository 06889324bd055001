'use client'
import type { Role } from '@vc/api'
import { Button, Checkbox, Dialog, FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { useTRPCClient } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSteppedUp } from '../session/index.ts'
import { InvitationLink } from './invitation-link.tsx'
import { allRoles } from './roles.ts'

/** The admission members add an organisation; its first administrator gets the link. */
export function AddOrganisation({
  open,
  onOpenChange,
}: {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
}) {
  const t = useTranslations('organisation')
  const roleName = useTranslations('frame.roles')
  const api = useTRPCClient()
  const steppedUp = useSteppedUp()
  const { run, error, clear } = useCommand()
  const [name, setName] = useState('')
  const [nameZh, setNameZh] = useState('')
  const [chosen, setChosen] = useState<readonly Role[]>([])
  const [token, setToken] = useState<string>()

  async function add() {
    const [first, ...others] = chosen
    const made = await run(async () => {
      if (!first || !name.trim() || !nameZh.trim()) throw new RefusedHere('input-malformed')
      const roles: [Role, ...Role[]] = [first, ...others]
      return steppedUp('organisation.add', { name: name.trim(), nameZh: nameZh.trim(), roles }, (input) =>
        api.organisation.add.mutate(input),
      )
    })
    setToken(made?.token)
  }
  function leave(next: boolean) {
    onOpenChange(next)
    setToken(undefined)
    clear()
  }
  const toggle = (role: Role) =>
    setChosen((now) => (now.includes(role) ? now.filter((one) => one !== role) : [...now, role]))

  return (
    <Dialog
      open={open}
      onOpenChange={leave}
      title={t('add.title')}
      description={token ? t('invite.once') : t('add.lead')}
      footer={
        !token && (
          <Button variant="primary" onClick={add}>
            {t('add.go')}
          </Button>
        )
      }
    >
      {token ? (
        <InvitationLink token={token} />
      ) : (
        <div className="space-y-4">
          <RefusalView error={error} />
          <FormField label={t('add.name')}>
            <TextInput value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
          </FormField>
          <FormField label={t('add.nameZh')}>
            <TextInput
              lang="zh-CN"
              value={nameZh}
              maxLength={100}
              onChange={(event) => setNameZh(event.target.value)}
            />
          </FormField>
          <fieldset>
            <legend className="font-strong">{t('add.roles')}</legend>
            <p className="text-small text-ink-soft">{t('add.rolesHint')}</p>
            <div className="mt-1 grid gap-1.5 sm:grid-cols-2">
              {allRoles.map((role) => (
                <Checkbox
                  key={role}
                  label={roleName(role)}
                  checked={chosen.includes(role)}
                  onChange={() => toggle(role)}
                />
              ))}
            </div>
          </fieldset>
        </div>
      )}
    </Dialog>
  )
}
