/**
 * The keyboard. Digits answer only while the question itself has the focus; letters always go to the box, so that
 * what a caller says is never taken for an answer, nor while Chinese is being composed.
 */

/**
 * @param box the field for the caller's words
 * @param next the question that is asked next, with its answers
 * @param nextCaller begins with the next caller
 */
export function listen({ box, next, nextCaller }) {
  const toBox = () => {
    box.focus()
    box.setSelectionRange(box.value.length, box.value.length)
  }

  function answerByKey(event) {
    const buttons = [...next.querySelectorAll('button[data-key]')]
    const button = buttons.find(({ dataset }) => dataset.key === event.key)
    if (!button) return false
    event.preventDefault()
    button.click()
    return true
  }

  document.addEventListener('keydown', event => {
    const { key, target } = event
    if (event.ctrlKey || event.altKey || event.metaKey) return
    const composes = event.isComposing || key === 'Process'
    const typing = target.matches('input:not([type=checkbox]), textarea')
    if (composes) {
      if (!typing) toBox()
      return
    }
    if (key === 'Escape') return nextCaller()
    if (target === box) {
      if (key === 'ArrowDown' && !next.hidden) {
        event.preventDefault()
        ;(next.querySelector('input') ?? next).focus()
      }
      return
    }
    if (typing) {
      if (next.contains(target) && target.value === '' && key === '?') answerByKey(event)
      return
    }
    // A button in the question that has the focus is pressed by Enter as any other.
    if (next.contains(target) && !(key === 'Enter' && target.matches('button')) && answerByKey(event)) return
    if (key === '/') {
      event.preventDefault()
      toBox()
    } else if (key.length === 1 && key !== ' ' && !/[0-9]/.test(key)) toBox()
  })
}
