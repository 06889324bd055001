import { cookies } from 'next/headers'
import { hasLocale } from 'next-intl'
import { getRequestConfig } from 'next-intl/server'
import { chinese } from './chinese.ts'
import { english } from './english.ts'
import { formats } from './formats.ts'
import { routing } from './routing.ts'
import { TIME_ZONE_COOKIE } from './time-zone.ts'

export default getRequestConfig(async ({ requestLocale }) => {
  const requested = await requestLocale
  const locale = hasLocale(routing.locales, requested) ? requested : routing.defaultLocale
  const messages = locale === 'zh-CN' ? chinese : english
  return { locale, messages, formats, timeZone: await timeZone(), now: new Date() }
})

/** The reader's time zone as the browser last said it, else UTC. */
async function timeZone(): Promise<string> {
  const said = (await cookies()).get(TIME_ZONE_COOKIE)?.value
  const known = said !== undefined && Intl.supportedValuesOf('timeZone').includes(said)
  return known ? said : 'UTC'
}
