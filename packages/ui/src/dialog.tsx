'use client'
import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { type ReactNode, useRef } from 'react'
import { classNames } from './class-names.ts'
import { HoldContext, useHold } from './hold.ts'
import { useUi } from './provider.tsx'

export type DialogProps = {
  readonly open: boolean
  readonly onOpenChange: (open: boolean) => void
  readonly title: ReactNode
  readonly description?: ReactNode
  readonly footer?: ReactNode
  readonly wide?: boolean
  /** While true it can not be left by Escape or a press outside; nor while a button inside is at work. */
  readonly held?: boolean
  readonly children?: ReactNode
}

/** A question that must be answered before going on. Keeps the focus inside. */
export const Dialog = (props: DialogProps) => (
  <Layer
    {...props}
    place={classNames(
      'inset-x-3 top-[6dvh] mx-auto max-h-[88dvh] rounded-base border animate-arrive',
      props.wide ? 'max-w-3xl' : 'max-w-lg',
    )}
  />
)

/** Detail beside a list: the list keeps its place. */
export const Drawer = (props: DialogProps) => (
  <Layer
    {...props}
    place={classNames(
      'inset-y-0 right-0 w-full border-l animate-slide-in',
      props.wide ? 'max-w-3xl' : 'max-w-xl',
    )}
  />
)

function Layer({
  open,
  onOpenChange,
  title,
  description,
  footer,
  held = false,
  children,
  place,
}: DialogProps & { readonly place: string }) {
  const { words } = useUi()
  const work = useHold()
  const { isFresh, ...focus } = useOpening()
  const stays = held || work.held
  const stay = (event: Event) => {
    if (stays) event.preventDefault()
  }
  const stayBeside = (event: Event) => {
    if (stays || isFresh()) event.preventDefault()
  }
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="scrim fixed inset-0 z-40" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          {...focus}
          onEscapeKeyDown={stay}
          onPointerDownOutside={stayBeside}
          onInteractOutside={stayBeside}
          className={classNames('fixed z-50 flex flex-col bg-paper shadow-slip', place)}
        >
          <header className="flex items-start justify-between gap-4 px-5 py-3.5">
            <div className="min-w-0">
              <Radix.Title className="text-lead font-strong">{title}</Radix.Title>
              {description && <Radix.Description className="text-ink-soft">{description}</Radix.Description>}
            </div>
            {!stays && (
              <Radix.Close
                aria-label={words.close}
                className="-mr-2 inline-flex size-9 shrink-0 items-center justify-center rounded-base text-ink-soft hover:bg-sunk"
              >
                <X className="size-4" aria-hidden />
              </Radix.Close>
            )}
          </header>
          <HoldContext value={work.hold}>
            <div className="min-h-0 flex-1 overflow-y-auto border-t px-5 py-4 empty:hidden">{children}</div>
            {footer && (
              <footer className="flex flex-wrap justify-end gap-2 border-t px-5 py-3.5 empty:hidden">
                {footer}
              </footer>
            )}
          </HoldContext>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

const DOUBLE_PRESS_MS = 500

/**
 * Whatever had the focus before the layer came has it again when it goes. While it is fresh, a press beside it is the
 * second one of a double press on what opened it.
 */
function useOpening() {
  const before = useRef<Element>(null)
  const openedAt = useRef(0)
  return {
    isFresh: () => performance.now() - openedAt.current < DOUBLE_PRESS_MS,
    onOpenAutoFocus: () => {
      before.current = document.activeElement
      openedAt.current = performance.now()
    },
    onCloseAutoFocus: (event: Event) => {
      event.preventDefault()
      if (before.current instanceof HTMLElement) before.current.focus()
    },
  }
}
