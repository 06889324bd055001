'use client'
import { useQuery } from '@tanstack/react-query'
import { fromHex, toHex } from '@vc/crypto'
import { Button, buttonLook, FormField, Notice, Section, saveCsv, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC } from '../../trpc/client.tsx'
import { RefusedHere } from '../../trpc/refusal.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView } from '../refusals/index.ts'
import { useSession } from '../session/index.ts'
import { useWallet } from '../wallet/index.ts'
import { makeCredentialBeside } from './beside.ts'
import { ChooseKind, type Kind } from './choose-kind.tsx'

const HEAD = ['name', 'owner', 'key', 'weight', 'possession']

/** One's own line for a list of members: the credential is made here out of the wallet, and proves that it is there. */
export function MemberLine() {
  const t = useTranslations('collectives.line')
  const { data: seeds, error } = useQuery(useTRPC().seeds.read.queryOptions())
  const [first] = seeds ?? []
  return (
    <Section id="member" title={t('title')} lead={t('lead')}>
      <RefusalView error={error} />
      {seeds && !first && (
        <Notice title={t('noWallet')}>
          <Link href="/account#wallet" className={buttonLook({ size: 'small' })}>
            {t('makeWallet')}
          </Link>
        </Notice>
      )}
      {first && <Line owner={first.debtKeyHash} />}
    </Section>
  )
}

function Line({ owner }: { readonly owner: string }) {
  const t = useTranslations('collectives.line')
  const { openWallet } = useWallet()
  const { personName } = useSession()
  const { run, error } = useCommand()
  const [weight, setWeight] = useState('1')
  const [kind, setKind] = useState<Kind>('VCB1')
  const [line, setLine] = useState<readonly string[]>()
  const make = () =>
    run(async () => {
      if (!/^[1-9]\d{0,5}$/.test(weight)) throw new RefusedHere('weight-wrong')
      const wallet = await openWallet(owner)
      try {
        const asked = [Number(weight), fromHex(owner)] as const
        const { key, possession } =
          kind === 'VCC1' ? await makeCredentialBeside(wallet.credential(...asked)) : wallet.member(...asked)
        setLine([personName, owner, toHex(key), weight, toHex(possession)])
      } finally {
        wallet.close()
      }
    })
  return (
    <div className="space-y-4">
      <RefusalView error={error} />
      <ChooseKind
        kind={kind}
        onChoose={(chosen) => {
          setKind(chosen)
          setLine(undefined)
        }}
      />
      <div className="flex flex-wrap items-end gap-4">
        <FormField label={t('weight')} hint={t('weightHint')}>
          <TextInput amount value={weight} onChange={(event) => setWeight(event.target.value)} />
        </FormField>
        <Button onClick={make}>{t('make')}</Button>
      </div>
      {line && (
        <figure>
          <figcaption className="mb-1 text-small text-ink-soft">{t('give')}</figcaption>
          <code className="block border-y bg-sunk px-3 py-2 text-small break-all">{line.join(',')}</code>
          <div className="mt-2">
            <Button size="small" onClick={() => saveCsv(t('file'), [HEAD, [...line]])}>
              {t('save')}
            </Button>
          </div>
        </figure>
      )}
    </div>
  )
}
