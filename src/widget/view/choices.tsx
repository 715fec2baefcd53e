/** What can be tapped: buttons, or a list to tick. What was chosen stays readable, and cannot be chosen twice. */
import { useRef, useState } from 'preact/hooks'
import words from '../../../knowledge/widget/en.json'
import type { Option } from '../message.ts'
import { Icon } from './icon.tsx'

export interface Chosen {
  /** Whether an answer is still awaited. */
  readonly open: boolean
  /** Values or labels that were chosen; undefined when none was, or other words were typed. */
  readonly chosen: readonly string[] | undefined
}

const isChosen = ({ value, label }: Option, chosen: readonly string[] = []): boolean =>
  chosen.some((said) => said === value || said.toLowerCase() === label.toLowerCase())

/** What can be said at any time stays there to be tapped, until it was. */
export const stillOpen = (options: readonly Option[], chosen: readonly string[] | undefined): boolean =>
  !options.some((option) => isChosen(option, chosen))

interface ButtonsProps extends Chosen {
  options: readonly Option[]
  label: string
  /** Numbers stand side by side, answers below each other. */
  look?: 'numbers' | 'rows' | 'inline'
  choose: (option: Option) => void
}

export function Buttons({ options, label, look = 'rows', open, chosen, choose }: ButtonsProps) {
  const shown = open ? options : options.filter((option) => isChosen(option, chosen))
  if (shown.length === 0) return null
  return (
    <div class={`buttons ${look}`} role="group" aria-label={label}>
      {shown.map((option) => (
        <button
          key={option.value}
          type="button"
          class={isChosen(option, chosen) ? 'choice chosen' : 'choice'}
          aria-disabled={!open}
          aria-pressed={open ? undefined : true}
          aria-label={look === 'numbers' ? option.label : undefined}
          onClick={() => open && choose(option)}
        >
          {!open && <Icon name="check" />}
          <bdi>{look === 'numbers' && open ? option.value : option.label}</bdi>
        </button>
      ))}
    </div>
  )
}

const none = 'none'

interface TicksProps extends Chosen {
  options: readonly Option[]
  id: string
  legend: preact.ComponentChildren
  hint: string
  send: (chosen: readonly Option[]) => void
}

export function Ticks({ options, id, legend, hint, open, chosen, send }: TicksProps) {
  const [ticked, setTicked] = useState<readonly string[]>([])
  const [missing, setMissing] = useState(false)
  const first = useRef<HTMLInputElement>(null)
  const form = useRef<HTMLFormElement>(null)
  const tick = (value: string, on: boolean) => {
    setMissing(false)
    const others = ticked.filter((other) => other !== value && (value === none) === (other === none))
    setTicked(on ? [...others, value] : ticked.filter((other) => other !== value))
  }
  const submit = (event: Event) => {
    event.preventDefault()
    if (!open) return
    const picked = options.filter(({ value }) => ticked.includes(value))
    if (picked.length > 0) return send(picked)
    setMissing(true)
    first.current?.focus({ preventScroll: true })
    form.current?.scrollIntoView()
  }
  const isOn = (option: Option) => (open ? ticked.includes(option.value) : isChosen(option, chosen))
  const shown = open ? options : options.filter(isOn)
  return (
    <form ref={form} onSubmit={submit} noValidate>
      <fieldset aria-describedby={missing ? `${id}-missing` : hint && open ? `${id}-hint` : undefined}>
        <legend>{legend}</legend>
        {hint && open && !missing && (
          <p class="hint" id={`${id}-hint`}>
            {hint}
          </p>
        )}
        {missing && (
          <p class="missing" id={`${id}-missing`} role="alert">
            <Icon name="emergency" />
            {words.nothingTicked}
          </p>
        )}
        {shown.map((option, i) => (
          <label key={option.value} class={isOn(option) ? 'tick chosen' : 'tick'}>
            <input
              type="checkbox"
              ref={i === 0 ? first : undefined}
              checked={isOn(option)}
              aria-disabled={!open}
              aria-invalid={missing || undefined}
              onClick={(event) => !open && event.preventDefault()}
              onChange={(event) => open && tick(option.value, event.currentTarget.checked)}
            />
            <bdi>{option.label}</bdi>
          </label>
        ))}
      </fieldset>
      {(open || shown.length > 0) && (
        <button type="submit" class="primary" aria-disabled={!open}>
          {open ? words.send : words.sent}
        </button>
      )}
    </form>
  )
}
