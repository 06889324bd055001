'use client'
import type { Role } from '@vc/api'
import { Checkbox, ErrorSummary, FormField, TextInput } from '@vc/ui'
import { useTranslations } from 'next-intl'
import { useId } from 'react'
import { allRoles } from './roles.ts'

export type Founding = { readonly name: string; readonly nameZh: string; readonly roles: readonly Role[] }
type Props = {
  readonly founding: Founding
  readonly change: (part: Partial<Founding>) => void
  /** How often it was sent; from the first time on what is missing is said. */
  readonly tries: number
}
const names = ['name', 'nameZh'] as const

/** The names of a new organisation in both languages, and what its people may do. */
export function OrganisationFields({ founding, change, tries }: Props) {
  const t = useTranslations('organisation.add')
  const id = useId()
  const missing = tries > 0 ? [...names, 'roles' as const].filter((part) => isMissing(founding[part])) : []
  const errors = missing.map((part) => ({ id: `${id}-${part}`, text: t(`missing.${part}`) }))
  const errorOf = (part: keyof Founding) => errors.find((error) => error.id === `${id}-${part}`)?.text
  return (
    <>
      <Summary key={tries} errors={errors} />
      {names.map((part) => (
        <FormField key={part} id={`${id}-${part}`} label={t(part)} error={errorOf(part)}>
          <TextInput
            lang={part === 'name' ? 'en' : 'zh-CN'}
            value={founding[part]}
            maxLength={100}
            onChange={(event) => change({ [part]: event.target.value })}
          />
        </FormField>
      ))}
      <RoleChoice
        id={`${id}-roles`}
        roles={founding.roles}
        error={errorOf('roles')}
        onChange={(roles) => change({ roles })}
      />
    </>
  )
}

const isMissing = (value: string | readonly Role[]) =>
  typeof value === 'string' ? value.trim() === '' : value.length === 0

function Summary({ errors }: { readonly errors: readonly { readonly id: string; readonly text: string }[] }) {
  const t = useTranslations('ui')
  return <ErrorSummary title={t('errorsFound', { count: errors.length })} errors={errors} />
}

type ChoiceProps = {
  readonly id: string
  readonly roles: readonly Role[]
  readonly error: string | undefined
  readonly onChange: (roles: readonly Role[]) => void
}

function RoleChoice({ id, roles, error, onChange }: ChoiceProps) {
  const t = useTranslations('organisation.add')
  const roleName = useTranslations('frame.roles')
  const toggle = (role: Role) =>
    onChange(roles.includes(role) ? roles.filter((one) => one !== role) : [...roles, role])
  return (
    <fieldset
      id={id}
      tabIndex={-1}
      aria-describedby={`${id}-hint`}
      className={error === undefined ? undefined : 'border-l-2 border-refused pl-3'}
    >
      <legend className="font-strong">{t('roles')}</legend>
      <p id={`${id}-hint`} className="text-small text-ink-soft">
        {t('rolesHint')}
        {error !== undefined && <span className="block font-strong text-refused">{error}</span>}
      </p>
      <div className="mt-1 grid gap-1.5 sm:grid-cols-2">
        {allRoles.map((role) => (
          <Checkbox
            key={role}
            label={roleName(role)}
            checked={roles.includes(role)}
            onChange={() => toggle(role)}
          />
        ))}
      </div>
    </fieldset>
  )
}
