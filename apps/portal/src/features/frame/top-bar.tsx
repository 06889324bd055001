'use client'
import { JobTray } from './job-tray.tsx'
import { MembershipMenu } from './membership-menu.tsx'
import { Palette } from './palette.tsx'
import { Pulse } from './pulse.tsx'
import { LanguageMenu, ThemeMenu } from './settings-menus.tsx'

/** Organisation and role, pulse, long work, search, language, light. */
export function TopBar() {
  return (
    <header
      data-chrome
      className="sticky top-0 z-20 flex h-13 items-center gap-1 border-b bg-paper px-3 md:px-8"
    >
      <MembershipMenu />
      <span className="grow" />
      <Pulse />
      <JobTray />
      <Palette />
      <LanguageMenu />
      <ThemeMenu />
    </header>
  )
}
