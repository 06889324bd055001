import { defineRouting } from 'next-intl/routing'

/** The two languages of the portal. The first is what an unknown visitor sees. */
export const routing = defineRouting({
  locales: ['en', 'zh-CN'],
  defaultLocale: 'en',
  localePrefix: 'always',
  localeCookie: { name: 'vc-locale', maxAge: 31_536_000, sameSite: 'strict' },
})

export type Locale = (typeof routing.locales)[number]
