'use client'
import { createContext, type ReactNode, useContext } from 'react'

/** The words that every component needs, translated once by the application. */
export type UiWords = {
  readonly copy: string
  readonly copied: string
  readonly close: string
  readonly working: string
  readonly filter: string
  readonly filterAll: string
  readonly clearFilters: string
  readonly noMatch: string
  readonly noRows: string
  /** After a count of one, and of any other. */
  readonly row: string
  readonly rows: string
  readonly of: string
  readonly previous: string
  readonly next: string
  readonly density: string
  readonly views: string
  readonly saveView: string
  readonly viewName: string
  readonly forgetView: string
  readonly exportCsv: string
  readonly exportXlsx: string
  readonly exportPng: string
  readonly showTable: string
  readonly showChart: string
  readonly total: string
  readonly sortUp: string
  readonly sortDown: string
  readonly before: string
  readonly after: string
  readonly nothingChanged: string
  readonly whatNow: string
  readonly code: string
  readonly requestId: string
  readonly sixWords: string
  readonly sealEmpty: string
  readonly sealRefused: string
  readonly changes: string
  readonly risks: string
  readonly rule: string
  readonly signatures: string
  readonly dropFile: string
  readonly chooseFile: string
  readonly badRows: string
  readonly line: string
  readonly reason: string
  readonly errorsFound: string
  readonly perSecond: string
  readonly endsAt: string
  readonly optional: string
  readonly jobs: string
  readonly elements: { readonly value: string; readonly credit: string; readonly debt: string }
}

export type UiSettings = {
  readonly words: UiWords
  readonly locale: string
  readonly decimals: number
  readonly nonce?: string | undefined
}

const Settings = createContext<UiSettings | undefined>(undefined)

/** Hands the language, the decimals of amounts and the common words to every component below. */
export function UiProvider({ children, ...settings }: UiSettings & { readonly children: ReactNode }) {
  return <Settings value={settings}>{children}</Settings>
}

/** The settings of the nearest UiProvider. */
export function useUi(): UiSettings {
  const settings = useContext(Settings)
  if (!settings) throw new Error('broken invariant: components stand inside a UiProvider')
  return settings
}
