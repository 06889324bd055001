'use client'
import { useQuery } from '@tanstack/react-query'
import type { ToldEncoding } from '@vc/tabular'
import { Button, FileDrop, FormField, Notice, PageHeader, Section, Skeleton, TextArea } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Link } from '../../i18n/navigation.ts'
import { useTRPC, useTRPCClient } from '../../trpc/client.tsx'
import { useCommand } from '../../trpc/use-command.ts'
import { BadBlock, FileRefusal, type SentFile, sentFile } from '../imports/index.ts'
import { RefusalView } from '../refusals/index.ts'
import { changeByHand } from './change-by-hand.ts'
import { ChangeTerms, type SeenChange } from './change-terms.tsx'
import { ChooseMembers } from './choose-members.tsx'
import type { Collective } from './stages.ts'

/** Asks the members of a collective to change who they are: who comes, who goes, and how many votes decide. */
export function ChangeScreen({ id }: { readonly id: string }) {
  const t = useTranslations('collectives')
  const { data, error } = useQuery(useTRPC().collectives.show.queryOptions({ collectiveId: id }))
  if (!data) return error ? <RefusalView error={error} /> : <Skeleton className="h-80" />
  const { threshold, weight } = data
  return (
    <>
      <PageHeader
        above={<Link href={`/collectives/${id}`}>{data.name}</Link>}
        title={t('change.title')}
        lead={t('change.lead', { threshold, weight })}
      />
      {data.step === 'registered' ? <Form collective={data} /> : <Notice title={t('registering')} />}
    </>
  )
}

type Checked = { readonly file: SentFile; readonly seen: SeenChange }

/** Checks a file of the change with the server; what is edited afterwards is checked again. */
function useChecked(collectiveId: string) {
  const api = useTRPCClient()
  const { run, error } = useCommand()
  const [checked, setChecked] = useState<Checked>()
  const [busy, setBusy] = useState(false)
  async function check(make: () => Promise<SentFile>) {
    setBusy(true)
    setChecked(undefined)
    const found = await run(async () => {
      const file = await make()
      return { file, seen: await api.collectives.previewChange.mutate({ ...file, collectiveId }) }
    })
    setChecked(found)
    setBusy(false)
  }
  return { checked, check, busy, error, forget: () => setChecked(undefined) }
}

function Form({ collective }: { readonly collective: Collective }) {
  const t = useTranslations('collectives.change')
  const { checked, check, busy, error, forget } = useChecked(collective.id)
  const [lines, setLines] = useState('')
  const [goes, setGoes] = useState<ReadonlySet<string>>(new Set())
  const [chosen, setChosen] = useState<File>()
  const read = (file: File, encoding?: ToldEncoding) => {
    setChosen(file)
    return check(() => sentFile(file, encoding))
  }
  return (
    <>
      <Section id="comes" title={t('comes')} lead={t('comesLead')}>
        <FormField label={t('lines')} hint={t('linesHint')}>
          <TextArea
            className="font-mono text-small break-all"
            spellCheck={false}
            value={lines}
            onChange={(event) => {
              setLines(event.target.value)
              forget()
            }}
          />
        </FormField>
      </Section>
      <ChooseMembers
        id={collective.id}
        title={t('goes')}
        lead={t('goesLead', { count: goes.size })}
        chosen={goes}
        onChoose={(keys) => {
          setGoes(keys)
          forget()
        }}
      />
      <Section id="check" title={t('check')} lead={t('checkLead')}>
        <div className="space-y-5">
          <FileRefusal error={error} onRead={(encoding) => chosen && read(chosen, encoding)} />
          <Button onClick={() => check(() => changeByHand(lines, goes))}>{t('checkGo')}</Button>
          <FileDrop
            label={t('byFile')}
            hint={t('byFileHint')}
            accept=".csv,.xlsx,text/csv"
            fileName={chosen?.name}
            onFile={(file) => read(file)}
            pending={busy}
          />
          {checked && <BadChange seen={checked.seen} />}
          {checked?.seen.bad.length === 0 && (
            <ChangeTerms key={checked.file.content} collective={collective} {...checked} />
          )}
        </div>
      </Section>
    </>
  )
}

function BadChange({ seen: { bad, columns } }: { readonly seen: SeenChange }) {
  const t = useTranslations('collectives')
  return (
    <BadBlock
      {...{ name: 'bad-change', rows: bad, columns }}
      title={t('change.bad', { bad: bad.length })}
      caption={t('register.badCaption')}
    />
  )
}
