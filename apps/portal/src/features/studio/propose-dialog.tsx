'use client'
import { Button, Dialog, FormField, Select, TextInput, useToast } from '@vc/ui'
import { useLocale, useTranslations } from 'next-intl'
import { useRouter } from '../../i18n/navigation.ts'
import { useCommand } from '../../trpc/use-command.ts'
import { RefusalView, useFieldErrors } from '../refusals/index.ts'
import { type Contract, nameIn, type Start } from './answers.ts'
import { channelKeeps, type Proposal, useProposal } from './use-proposal.ts'

const MOST_TIERS = 10
type ErrorAt = ReturnType<typeof useFieldErrors>

/** Proposes a contract, or the next version of one: who, from when to when, and who gets what. */
export function ProposeDialog({
  start,
  of,
  onClose,
}: {
  readonly start: Start
  readonly of?: Contract
  readonly onClose: () => void
}) {
  const t = useTranslations('studio.propose')
  const toast = useToast()
  const router = useRouter()
  const { run, error, busy } = useCommand()
  const form = useProposal(start, of)
  const errorAt = useFieldErrors(error)
  async function propose() {
    const made = await run(async () => form.send())
    if (!made) return
    toast({ title: t('sent') })
    onClose()
    router.push(`/studio/contracts/${made.contractId}`)
  }
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={of ? t('nextTitle', { version: of.version + 1 }) : t('title')}
      description={t('lead')}
      footer={
        <Button variant="primary" pending={busy} onClick={propose}>
          {t('go')}
        </Button>
      }
    >
      <div className="space-y-4">
        <RefusalView error={error} />
        <Parties form={form} errorAt={errorAt} start={start} isNext={of !== undefined} />
        <Times form={form} errorAt={errorAt} />
        <FormField label={t('platformFee')} hint={t('platformFeeHint')} error={errorAt('platformFee')}>
          <TextInput amount unit="%" value={form.head.platformFee} onChange={form.say('platformFee')} />
        </FormField>
        <Tiers form={form} errorAt={errorAt} />
        <Extras form={form} errorAt={errorAt} />
      </div>
    </Dialog>
  )
}

type FormProps = { readonly form: Proposal; readonly errorAt: ErrorAt }

type PartiesProps = FormProps & { readonly start: Start; readonly isNext: boolean }

function Parties({ form, errorAt, start, isNext }: PartiesProps) {
  const t = useTranslations('studio.propose')
  const parts = useTranslations('studio.parts')
  const chinese = useLocale() === 'zh-CN'
  const { head, say } = form
  const partners = start.partners.map((one) => ({ value: one.id, label: nameIn(chinese, one) }))
  return (
    <>
      <FormField label={t('game')} error={errorAt('titleId')}>
        <Select
          disabled={isNext}
          value={head.titleId}
          onChange={say('titleId')}
          options={start.titles.map(({ id, name, code }) => ({ value: id, label: `${name} (${code})` }))}
        />
      </FormField>
      <div className="grid gap-4 sm:grid-cols-2">
        {(['publisher', 'channel'] as const).map((part) => (
          <FormField key={part} label={parts(part)} error={errorAt(`${part}Id`)}>
            <Select
              disabled={isNext && part === 'channel'}
              placeholder={t('choose')}
              value={head[`${part}Id`]}
              onChange={say(`${part}Id`)}
              options={partners}
            />
          </FormField>
        ))}
      </div>
      <FormField label={t('account')} hint={t('accountHint')} error={errorAt('account')}>
        <TextInput
          className="font-mono"
          maxLength={200}
          spellCheck={false}
          value={head.account}
          onChange={say('account')}
        />
      </FormField>
    </>
  )
}

function Times({ form: { head, say }, errorAt }: FormProps) {
  const t = useTranslations('studio.propose')
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      <FormField label={t('validFrom')} error={errorAt('validFrom')}>
        <TextInput type="date" value={head.validFrom} onChange={say('validFrom')} />
      </FormField>
      <FormField label={t('validTo')} error={errorAt('validTo')}>
        <TextInput type="date" value={head.validTo} onChange={say('validTo')} />
      </FormField>
      <FormField label={t('payDays')} error={errorAt('payDays')}>
        <TextInput amount unit={t('days')} value={head.payDays} onChange={say('payDays')} />
      </FormField>
    </div>
  )
}

/** One block of fields for each step of the shares. */
function Tiers({ form, errorAt }: FormProps) {
  const t = useTranslations('studio.propose')
  const { tiers, sayTier, addTier, removeTier } = form
  return (
    <>
      {tiers.map((tier, at) => {
        const rest = channelKeeps(tier)
        const wrong = (field: string) => errorAt(`${tier.key} ${field}`)
        return (
          <fieldset key={tier.key} className="border-l-2 border-line-strong pl-4">
            <legend className="mb-2 font-strong">{t('tier', { number: at + 1 })}</legend>
            <div className="grid gap-x-4 gap-y-3 sm:grid-cols-3">
              <FormField label={t('from')} error={wrong('from')}>
                <TextInput
                  amount
                  disabled={at === 0}
                  value={tier.from}
                  onChange={sayTier(tier.key, 'from')}
                />
              </FormField>
              <FormField label={t('studioShare')} error={wrong('studio')}>
                <TextInput amount unit="%" value={tier.studio} onChange={sayTier(tier.key, 'studio')} />
              </FormField>
              <FormField label={t('publisherShare')} error={wrong('publisher')}>
                <TextInput amount unit="%" value={tier.publisher} onChange={sayTier(tier.key, 'publisher')} />
              </FormField>
            </div>
            <p aria-live="polite" className="mt-1 text-small text-ink-soft">
              {rest === null ? t('tierHint') : t('tierRest', { rest })}
            </p>
            {at > 0 && (
              <Button size="small" variant="quiet" onClick={() => removeTier(tier.key)}>
                {t('removeTier', { number: at + 1 })}
              </Button>
            )}
          </fieldset>
        )
      })}
      {tiers.length < MOST_TIERS && (
        <Button size="small" onClick={addTier}>
          {t('addTier')}
        </Button>
      )}
    </>
  )
}

/** Guarantee and advance: both may be left empty. */
function Extras({ form: { head, say }, errorAt }: FormProps) {
  const t = useTranslations('studio.propose')
  return (
    <>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <FormField label={t('guarantee')} hint={t('guaranteeHint')} error={errorAt('guarantee')}>
          <TextInput amount value={head.guarantee} onChange={say('guarantee')} />
        </FormField>
        <FormField label={t('guaranteeDay')} error={errorAt('guaranteeDay')}>
          <TextInput type="date" value={head.guaranteeDay} onChange={say('guaranteeDay')} />
        </FormField>
      </div>
      <div className="grid items-end gap-4 sm:grid-cols-2">
        <FormField label={t('advance')} hint={t('advanceHint')} error={errorAt('advance')}>
          <TextInput amount value={head.advance} onChange={say('advance')} />
        </FormField>
        <FormField label={t('advanceRate')} error={errorAt('advanceRate')}>
          <TextInput amount unit="%" value={head.advanceRate} onChange={say('advanceRate')} />
        </FormField>
      </div>
    </>
  )
}
