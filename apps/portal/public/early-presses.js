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
  const onInput = (event) => {
    const field = event.target
    if (here() || !(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return
    if (field.type !== 'checkbox' && field.type !== 'radio') fields.add(field)
  }

  addEventListener('click', onClick, true)
  addEventListener('submit', onSubmit, true)
  addEventListener('input', onInput, true)
  addEventListener(
    'hydrated',
    () => {
      fields.forEach(type)
      again?.()
    },
    { once: true },
  )
}
