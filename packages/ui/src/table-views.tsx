'use client'
import { Bookmark, BookmarkMinus, BookmarkPlus } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'
import { FormField } from './form-field.tsx'
import { Menu } from './menu.tsx'
import { useUi } from './provider.tsx'
import type { View } from './table-view.ts'
import { TextInput } from './text-input.tsx'
import { useNamedViews } from './use-table-view.ts'

const same = (a: View, b: View) =>
  JSON.stringify([a.sort, a.filters, a.dense]) === JSON.stringify([b.sort, b.filters, b.dense])

/** The saved views of a table: choose one, keep the present one under a name, forget one. */
export function TableViews({
  name,
  view,
  onChoose,
}: {
  readonly name: string
  readonly view: View
  readonly onChoose: (view: View) => void
}) {
  const { words } = useUi()
  const { views, save, forget } = useNamedViews(name)
  const [naming, setNaming] = useState(false)
  const titles = Object.keys(views)
  const current = Object.entries(views).find(([, known]) => same(known, view))?.[0]
  const saved = Object.entries(views).map(([title, known]) => ({
    key: title,
    label: title,
    checked: title === current,
    onSelect: () => onChoose(known),
  }))
  const keep = {
    key: '+',
    label: words.saveView,
    icon: <BookmarkPlus aria-hidden />,
    onSelect: () => setNaming(true),
  }
  const drop = current && {
    key: '-',
    label: `${words.forgetView}: ${current}`,
    icon: <BookmarkMinus aria-hidden />,
    onSelect: () => forget(current),
  }
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button size="small" variant="quiet" icon={<Bookmark aria-hidden />}>
            {current ?? words.views}
          </Button>
        }
        groups={[
          ...(titles.length > 0 ? [{ key: 'saved', items: saved }] : []),
          { key: 'do', items: [keep, ...(drop ? [drop] : [])] },
        ]}
      />
      {naming && (
        <NameView
          onClose={() => setNaming(false)}
          onName={(title) => {
            save(title, view)
            setNaming(false)
          }}
        />
      )}
    </>
  )
}

function NameView({
  onClose,
  onName,
}: {
  readonly onClose: () => void
  readonly onName: (title: string) => void
}) {
  const { words } = useUi()
  const [title, setTitle] = useState('')
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={words.saveView}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (title.trim()) onName(title.trim())
        }}
      >
        <FormField label={words.viewName}>
          <TextInput value={title} maxLength={60} onChange={(event) => setTitle(event.target.value)} />
        </FormField>
        <Button type="submit" className="mt-4" disabled={title.trim() === ''}>
          {words.saveView}
        </Button>
      </form>
    </Dialog>
  )
}
