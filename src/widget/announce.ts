/**
 * What a screen reader says of a message: once, in words, and then it is gone from here. The log that people see is no
 * live region, so nothing in it is ever read out by itself, nor read again when it is drawn anew.
 */
import type { Heard } from './chat.ts'

/** Long enough for a screen reader to take it up, in milliseconds. */
const standsFor = 4_000

export function createAnnouncer(place: HTMLElement): (heard: Heard) => void {
  const region = (role: string, live: string) => {
    const element = document.createElement('div')
    element.className = 'aside'
    element.setAttribute('role', role)
    element.setAttribute('aria-live', live)
    place.append(element)
    return element
  }
  const polite = region('status', 'polite')
  const urgent = region('alert', 'assertive')
  return (heard) => {
    const line = document.createElement('p')
    line.textContent = heard.text
    const where = heard.urgent ? urgent : polite
    where.append(line)
    setTimeout(() => line.remove(), standsFor)
  }
}
