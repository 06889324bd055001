import type { Language } from '@vc/acts'
import { toHex } from '@vc/crypto'
import { Button, RefusalNotice, UiProvider } from '@vc/ui'
import { type ReactNode, useEffect, useState } from 'react'
import { ActView } from './act-view.tsx'
import { Blank } from './blank.tsx'
import { MakeKey } from './make-key.tsx'
import type { Settings } from './settings.ts'
import { useTask } from './use-task.ts'
import { languageOf, type Words, wordsOf } from './words.ts'

/** The verifier: reads an act from bytes, shows its sheet and six words, and asks the key on its own origin. */
export function App({ settings }: { readonly settings: Settings | undefined }) {
  const [chosen, choose] = useState<Language>()
  const { task, openLink } = useTask(settings)
  const language = chosen ?? languageIn(task) ?? languageOf(navigator.languages)
  const words = wordsOf(language)
  useEffect(() => {
    document.documentElement.lang = language
    document.title = `${words.page.title} · ${words.page.product}`
  }, [language, words])
  return (
    <UiProvider words={words.ui} locale={language} decimals={settings?.decimals ?? 2}>
      <div className="mx-auto flex min-h-dvh max-w-3xl flex-col px-4 sm:px-6">
        <Head words={words} other={() => choose(language === 'en' ? 'zh-CN' : 'en')} />
        <main className="flex-1 space-y-4 py-4">
          {task.is === 'act' && <ActView key={language} {...task} language={language} words={words} />}
          {task.is === 'make' && <MakeKey {...task} words={words} />}
          {task.is === 'blank' && <Blank words={words} open={openLink} />}
          {task.is === 'waiting' && <p role="status">{words.page.waiting}</p>}
          {task.is === 'refused' && <Refused code={task.code} words={words} />}
        </main>
        {settings && <Foot settings={settings} words={words} />}
      </div>
    </UiProvider>
  )
}

function languageIn(task: ReturnType<typeof useTask>['task']): Language | undefined {
  if (task.is === 'act') return task.opened.act.language
  return task.is === 'make' ? languageOf([task.language]) : undefined
}

/** A "no" of this page, with what to do. */
export function Refused({ code, words }: { readonly code: string; readonly words: Words }) {
  const known: Readonly<Record<string, { title: string; next: string }>> = words.page.refusals
  const { title, next } = known[code] ?? words.page.refusals['act-broken']
  return <RefusalNotice title={title} next={next} code={code} />
}

const Head = ({ words: { page }, other }: { readonly words: Words; readonly other: () => void }) => (
  <header className="flex items-center justify-between gap-4 border-b py-3">
    <h1 className="text-title font-strong">
      {page.title} <span className="text-base font-normal text-ink-faint">{page.product}</span>
    </h1>
    <Button variant="quiet" size="small" onClick={other} lang={page.language === 'English' ? 'en' : 'zh-CN'}>
      {page.language}
    </Button>
  </header>
)

function Foot({ settings, words: { page } }: { readonly settings: Settings; readonly words: Words }) {
  return (
    <footer className="border-t py-4 text-small text-ink-soft">
      <dl className="space-y-1">
        <Fact name={page.address}>{location.origin}</Fact>
        <Fact name={page.network}>{toHex(settings.network)}</Fact>
      </dl>
      <p className="mt-2">{page.addressNote}</p>
      <p className="mt-1">{page.names}</p>
    </footer>
  )
}

const Fact = ({ name, children }: { readonly name: string; readonly children: ReactNode }) => (
  <div className="flex flex-wrap gap-x-2">
    <dt>{name}</dt>
    <dd className="font-mono break-all text-ink">{children}</dd>
  </div>
)
