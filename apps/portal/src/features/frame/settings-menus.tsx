'use client'
import { Button, Menu } from '@vc/ui'
import { Languages, Lightbulb } from 'lucide-react'
import { useLocale, useTranslations } from 'next-intl'
import { useTheme } from 'next-themes'
import { useEffect, useState } from 'react'
import { usePathname, useRouter } from '../../i18n/navigation.ts'
import { routing } from '../../i18n/routing.ts'

/** The two languages; the screen stays where it is. */
export function LanguageMenu() {
  const t = useTranslations('frame.language')
  const locale = useLocale()
  const router = useRouter()
  const path = usePathname()
  const go = (to: (typeof routing.locales)[number]) =>
    router.replace(`${path}${window.location.search}`, { locale: to, scroll: false })
  const items = routing.locales.map((to) => ({
    key: to,
    label: t(to),
    checked: to === locale,
    onSelect: () => go(to),
  }))
  return (
    <Menu
      trigger={
        <Button size="icon" variant="quiet" aria-label={t('label')} icon={<Languages aria-hidden />} />
      }
      groups={[{ key: 'languages', items }]}
    />
  )
}

/** Paper, night desk, or as the system. */
export function ThemeMenu() {
  const t = useTranslations('frame.theme')
  const { theme, setTheme } = useTheme()
  const [ready, setReady] = useState(false)
  useEffect(() => setReady(true), [])
  const items = (['light', 'dark', 'system'] as const).map((key) => ({
    key,
    label: t(key),
    checked: ready && theme === key,
    onSelect: () => setTheme(key),
  }))
  return (
    <Menu
      trigger={
        <Button size="icon" variant="quiet" aria-label={t('label')} icon={<Lightbulb aria-hidden />} />
      }
      groups={[{ key: 'themes', items }]}
    />
  )
}
