'use client'
import { Tabs as Radix } from 'radix-ui'
import type { ComponentProps, ReactNode } from 'react'

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

/** What stands in a page as the server wrote it has no `style`: the content security policy allows none. */
const Unstyled = ({ style: _, ...props }: ComponentProps<'div'>) => <div {...props} />

/** Several views of one thing. Controlled when `value` is given. */
export function Tabs({ label, tabs, value, onChange }: TabsProps) {
  const first = tabs[0]?.key
  return (
    <Radix.Root
      {...(value === undefined ? (first === undefined ? {} : { defaultValue: first }) : { value })}
      {...(onChange ? { onValueChange: onChange } : {})}
    >
      <Radix.List asChild aria-label={label}>
        <Unstyled className="mb-4 flex gap-1 overflow-x-auto border-b outline-none">
          {tabs.map((tab) => (
            <Trigger key={tab.key} tab={tab} />
          ))}
        </Unstyled>
      </Radix.List>
      {tabs.map((tab) => (
        <Panel key={tab.key} tab={tab} />
      ))}
    </Radix.Root>
  )
}

type PartProps = { readonly tab: Tab }

const Trigger = ({ tab: { key, label, count } }: PartProps) => (
  <Radix.Trigger
    value={key}
    className="-mb-px min-h-10 border-b-2 border-transparent px-2.5 first:pl-1.5 whitespace-nowrap text-ink-soft -outline-offset-2 hover:text-ink data-[state=active]:border-ink data-[state=active]:font-strong data-[state=active]:text-ink"
  >
    {label}
    {count !== undefined && <span className="figures ml-1.5 font-normal text-ink-faint">{count}</span>}
  </Radix.Trigger>
)

const Panel = ({ tab: { key, content } }: PartProps) => (
  <Radix.Content asChild value={key}>
    <Unstyled className="outline-offset-4">{content}</Unstyled>
  </Radix.Content>
)
