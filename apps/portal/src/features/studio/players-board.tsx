'use client'
import { useQuery } from '@tanstack/react-query'
import { Button, type Column, Section, Skeleton, Status, Table } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import type { Modules } from './answers.ts'
import { ItemSection } from './item-section.tsx'
import { RedeemSection } from './redeem-section.tsx'
import { RewardSection } from './reward-section.tsx'
import { TrialSection } from './trial-section.tsx'

/** What players have of it: titles to try, points, items; and what of that a channel opens. */
export function PlayersBoard() {
  const { data, error } = useQuery(useTRPC().studio.modules.queryOptions())
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const isOn = (module: Modules['modules'][number]['module']) =>
    data.modules.some((one) => one.module === module && one.isOn)
  const isChannel = data.codes.length > 0
  return (
    <>
      {isChannel && <ModuleSection modules={data.modules} />}
      <TrialSection codes={isOn('trial') ? data.codes : []} />
      <RewardSection mayBring={isChannel && isOn('rewards')} />
      <RedeemSection />
      <ItemSection />
    </>
  )
}

type Module = Modules['modules'][number]

/** The switches of the own channel. */
function ModuleSection({ modules }: { readonly modules: readonly Module[] }) {
  const t = useTranslations('studio.modules')
  const api = useTRPCClient()
  const { may } = useSession()
  const { run, error, busy } = useCommand()
  const name = ({ module }: Module) => t(`names.${module}`)
  const state = ({ isOn }: Module) => t(isOn ? 'on' : 'off')
  const columns: readonly Column<Module>[] = [
    {
      key: 'module',
      header: t('module'),
      cell: (one) => (
        <span>
          {name(one)}
          <span className="block text-small text-ink-soft">{t(`what.${one.module}`)}</span>
        </span>
      ),
      text: name,
      phone: 'main',
    },
    {
      key: 'state',
      header: t('state'),
      cell: (one) => <Status tone={one.isOn ? 'plain' : 'quiet'}>{state(one)}</Status>,
      text: state,
      phone: 'side',
    },
    {
      key: 'switch',
      phone: 'action',
      header: t('switch'),
      cell: (one) => (
        <Button
          size="small"
          pending={busy}
          onClick={() => run(() => api.studio.switchModule.mutate({ module: one.module, isOn: !one.isOn }))}
        >
          {t(one.isOn ? 'close' : 'open', { module: name(one) })}
        </Button>
      ),
      text: () => '',
    },
  ]
  return (
    <Section id="modules" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      <Table
        name="channel-modules"
        caption={t('title')}
        rows={modules}
        columns={may('studio.state') ? columns : columns.slice(0, 2)}
        rowKey={({ module }) => module}
      />
    </Section>
  )
}
