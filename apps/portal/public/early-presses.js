// Keeps what a person does before the page's own scripts have come, and does it when they have: the last press, and
// what was typed. Links need no script. The page says that it is there by `data-hydrated` and an event of that name.
{
  const fields = new Set()
  /** @type {(() => void) | undefined} */
  let again

  const here = () => document.documentElement.dataset.hydrated !== undefined

  /** @param {Event} event */
  const keep = (event) => {
    event.preventDefault()
    event.stopImmediatePropagation()
  }

  /** What a mouse does when it presses: menus open at its first part. @param {HTMLElement} element */
  const press = (element) => {
    const about = { bubbles: true, cancelable: true, button: 0 }
    element.dispatchEvent(new PointerEvent('pointerdown', about))
    element.dispatchEvent(new MouseEvent('mousedown', about))
    element.dispatchEvent(new PointerEvent('pointerup', about))
    element.dispatchEvent(new MouseEvent('mouseup', about))
    element.click()
  }

  /** Says the field's text once more, as a change. @param {HTMLInputElement | HTMLTextAreaElement} field */
  const type = (field) => {
    const text = field.value
    field.value = ''
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), 'value')?.set?.call(field, text)
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }

  /** A chosen file or option is only told: a file can not be written again. @param {HTMLElement} field */
  const tell = (field) => field.dispatchEvent(new Event('change', { bubbles: true }))

  /** @param {EventTarget | null} field */
  const isText = (field) =>
    field instanceof HTMLTextAreaElement || (field instanceof HTMLInputElement && field.type !== 'file')

  /** @param {MouseEvent} event */
  const onClick = (event) => {
    const pressed =
      event.target instanceof Element && event.target.closest('button, [type=checkbox], [type=radio]')
    if (here() || !(pressed instanceof HTMLElement)) return
    keep(event)
    again = () => press(pressed)
  }

  /** @param {SubmitEvent} event */
  const onSubmit = (event) => {
    const form = event.target
    if (here() || !(form instanceof HTMLFormElement)) return
    keep(event)
    again = () => form.requestSubmit()
  }

  /** @param {Event} event */
  const onChange = (event) => {
    const field = event.target
    const isField = isText(field) || field instanceof HTMLInputElement || field instanceof HTMLSelectElement
    if (here() || !isField || field.type === 'checkbox' || field.type === 'radio') return
    event.stopImmediatePropagation()
    fields.add(field)
  }

  addEventListener('click', onClick, true)
  addEventListener('submit', onSubmit, true)
  addEventListener('input', onChange, true)
  addEventListener('change', onChange, true)
  const catchUp = () => {
    for (const field of fields) isText(field) ? type(field) : tell(field)
    again?.()
  }
  // Two frames: what the page does on its first ones would close again what a press opens.
  addEventListener('hydrated', () => requestAnimationFrame(() => requestAnimationFrame(catchUp)), {
    once: true,
  })
}
