'use client'
import { Check } from 'lucide-react'
import { DropdownMenu } from 'radix-ui'
import type { ReactNode } from 'react'
import { classNames } from './class-names.ts'

export type MenuItem = {
  readonly key: string
  readonly label: ReactNode
  readonly note?: ReactNode
  readonly icon?: ReactNode
  readonly checked?: boolean
  readonly onSelect: () => void
}
export type MenuGroup = {
  readonly key: string
  readonly label?: ReactNode
  readonly items: readonly MenuItem[]
}

/** A button that opens a list of things to do. `trigger` is one button element. */
export function Menu({
  trigger,
  groups,
  align = 'end',
}: {
  readonly trigger: ReactNode
  readonly groups: readonly MenuGroup[]
  readonly align?: 'start' | 'end'
}) {
  return (
    <DropdownMenu.Root modal={false}>
      <DropdownMenu.Trigger asChild>{trigger}</DropdownMenu.Trigger>
      <DropdownMenu.Portal>
        <DropdownMenu.Content
          align={align}
          sideOffset={6}
          className="z-50 max-h-[70dvh] min-w-56 max-w-[90vw] animate-arrive overflow-y-auto rounded-base border border-line-strong bg-raised py-1 shadow-slip"
        >
          {groups.map((group, at) => (
            <DropdownMenu.Group key={group.key} className={classNames(at > 0 && 'mt-1 border-t pt-1')}>
              {group.label && (
                <DropdownMenu.Label className="px-3 py-1 text-small text-ink-faint">
                  {group.label}
                </DropdownMenu.Label>
              )}
              {group.items.map((item) => (
                <DropdownMenu.Item
                  key={item.key}
                  onSelect={item.onSelect}
                  className="flex min-h-9 cursor-pointer items-center gap-2 px-3 py-1.5 outline-none data-highlighted:bg-sunk [&_svg]:size-4 [&_svg]:shrink-0"
                >
                  {item.icon}
                  <span className="min-w-0 flex-1">
                    <span className="block">{item.label}</span>
                    {item.note && <span className="block text-small text-ink-faint">{item.note}</span>}
                  </span>
                  {item.checked && <Check aria-label="✓" />}
                </DropdownMenu.Item>
              ))}
            </DropdownMenu.Group>
          ))}
        </DropdownMenu.Content>
      </DropdownMenu.Portal>
    </DropdownMenu.Root>
  )
}
