'use client'
import { Button, classNames } from '@vc/ui'
import { Command } from 'cmdk'
import { Search } from 'lucide-react'
import { useTranslations } from 'next-intl'
import { Dialog } from 'radix-ui'
import { useEffect, useState } from 'react'
import { useRouter } from '../../i18n/navigation.ts'
import { ledgerSearch, railEntries } from '../navigation.ts'
import { useRail } from './use-rail.ts'

const row = 'flex min-h-10 cursor-pointer items-center gap-3 px-4 data-[selected=true]:bg-sunk'
const heading =
  '[&_[cmdk-group-heading]]:px-4 [&_[cmdk-group-heading]]:pt-3 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-small [&_[cmdk-group-heading]]:text-ink-faint'

/** Search and commands: ⌘K or Ctrl K anywhere. */
export function Palette() {
  const t = useTranslations('frame')
  const [open, setOpen] = useState(false)
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.metaKey || event.ctrlKey)) return
      event.preventDefault()
      setOpen((now) => !now)
    }
    document.addEventListener('keydown', onKey)
    return () => document.removeEventListener('keydown', onKey)
  }, [])
  return (
    <Dialog.Root open={open} onOpenChange={setOpen}>
      <Dialog.Trigger asChild>
        <Button
          variant="quiet"
          aria-label={`${t('palette.open')} ⌘K`}
          icon={<Search aria-hidden />}
          className="max-lg:size-9 max-lg:p-0"
        >
          <kbd className="font-sans text-small font-normal text-ink-faint max-lg:hidden">⌘K</kbd>
        </Button>
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Overlay className="scrim fixed inset-0 z-40" />
        <Dialog.Content
          aria-describedby={undefined}
          className="fixed inset-x-3 top-[12dvh] z-50 mx-auto max-w-xl animate-arrive overflow-hidden rounded-base border border-line-strong bg-raised shadow-slip"
        >
          <Dialog.Title className="sr-only">{t('palette.open')}</Dialog.Title>
          <PaletteList close={() => setOpen(false)} />
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  )
}

function PaletteList({ close }: { readonly close: () => void }) {
  const t = useTranslations('frame')
  const router = useRouter()
  const links = useRail()
  const [text, setText] = useState('')
  const go = (href: string) => {
    close()
    router.push(href)
  }
  const found = railEntries.some(({ key }) => key === 'explorer') ? ledgerSearch(text.trim()) : undefined
  return (
    <Command label={t('palette.open')} loop>
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-13 w-full border-b bg-transparent px-4 text-lead placeholder:text-ink-faint focus-visible:outline-none"
      />
      <Command.List className="max-h-[50dvh] overflow-y-auto pb-2">
        {!found && <Command.Empty className="px-4 py-6 text-ink-soft">{t('palette.none')}</Command.Empty>}
        {found && (
          <Command.Group forceMount heading={t('palette.ledger')} className={heading}>
            <Command.Item forceMount value={`ledger ${text}`} onSelect={() => go(found.href)} className={row}>
              {found.kind === 'block'
                ? t('palette.block', { height: found.name })
                : t('palette.id', { id: `${found.name.slice(0, 10)}…` })}
            </Command.Item>
          </Command.Group>
        )}
        <Command.Group heading={t('palette.screens')} className={heading}>
          {links.map(({ key, href, icon: Icon }) => (
            <Command.Item
              key={key}
              value={key}
              keywords={[t(`rail.${key}`)]}
              onSelect={() => go(href)}
              className={classNames(row)}
            >
              <Icon className="size-4 text-ink-faint" aria-hidden />
              {t(`rail.${key}`)}
            </Command.Item>
          ))}
          <Command.Item
            value="account"
            keywords={[t('membership.keys')]}
            onSelect={() => go('/account')}
            className={row}
          >
            {t('membership.keys')}
          </Command.Item>
        </Command.Group>
      </Command.List>
    </Command>
  )
}
