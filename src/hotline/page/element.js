/** An element with properties, text and children; text is never read as markup. */
export function el(tag, { text, data = {}, ...properties } = {}, ...children) {
  const element = Object.assign(document.createElement(tag), properties)
  Object.assign(element.dataset, data)
  if (text !== undefined) element.textContent = text
  element.append(...children)
  return element
}

/** A button that a key presses as well. */
export function keyButton(label, key, press, properties = {}) {
  const button = el(
    'button',
    { type: 'button', data: { key }, ...properties },
    `${label} `,
    el('kbd', { text: key })
  )
  button.addEventListener('click', press)
  return button
}

/** A plain button. */
export function button(text, press, properties = {}) {
  const view = el('button', { type: 'button', text, ...properties })
  view.addEventListener('click', press)
  return view
}
