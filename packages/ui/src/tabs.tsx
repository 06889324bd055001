'use client'
import { Tabs as Radix } from 'radix-ui'
import type { ReactNode } from 'react'

export type Tab = {
  readonly key: string
  readonly label: ReactNode
  readonly count?: number | undefined
  readonly content: ReactNode
}
export type TabsProps = {
  readonly label: string
  readonly tabs: readonly Tab[]
  readonly value?: string | undefined
  readonly onChange?: ((key: string) => void) | undefined
}

/** Several views of one thing. Controlled when `value` is given. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  const first = tabs[0]?.key
  return (
    <Radix.Root
      {...(value === undefined ? (first === undefined ? {} : { defaultValue: first }) : { value })}
      {...(onChange ? { onValueChange: onChange } : {})}
    >
      <Radix.List aria-label={label} className="mb-4 flex gap-1 overflow-x-auto border-b">
        {tabs.map((tab) => (
          <Radix.Trigger
            key={tab.key}
            value={tab.key}
            className="-mb-px min-h-10 border-b-2 border-transparent px-2.5 first:pl-1.5 whitespace-nowrap text-ink-soft -outline-offset-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-strong data-[state=active]:text-ink"
          >
            {tab.label}
            {tab.count !== undefined && (
              <span className="figures ml-1.5 font-normal text-ink-faint">{tab.count}</span>
            )}
          </Radix.Trigger>
        ))}
      </Radix.List>
      {tabs.map((tab) => (
        <Radix.Content key={tab.key} value={tab.key} className="outline-offset-4">
          {tab.content}
        </Radix.Content>
      ))}
    </Radix.Root>
  )
}
