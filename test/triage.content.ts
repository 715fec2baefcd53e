/** The texts in `knowledge/` as the tests of this part read them. */
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseAdvice, type AdviceFault, type AdviceTexts } from '../src/core/triage/adviceText.ts'
import type { Region } from '../src/core/regions.ts'
import { wordingSchema } from '../src/core/wording.ts'

const knowledge = resolve(import.meta.dirname, '../knowledge')

/** Each file says who wrote it and when it was read; the rest is wording. */
const json = (file: string): object => {
  const { source, reviewed, ...words } = JSON.parse(
    readFileSync(join(knowledge, 'wording', file), 'utf8'),
  ) as Record<string, unknown>
  if (!source || !reviewed) throw new Error(`${file} names no source or no review date`)
  return words
}

export const wording = wordingSchema.parse(
  Object.assign({}, ...readdirSync(join(knowledge, 'wording')).map(json)) as unknown,
)

export const adviceFaults: (AdviceFault & { file: string })[] = []
export const advice: AdviceTexts = Object.fromEntries(
  readdirSync(join(knowledge, 'advice')).flatMap((file) => {
    const faults: AdviceFault[] = []
    const text = parseAdvice(readFileSync(join(knowledge, 'advice', file), 'utf8'), faults)
    adviceFaults.push(...faults.map((fault) => ({ file, ...fault })))
    return text ? [[file.replace(/\.md$/, ''), text]] : []
  }),
)

const line = (number: string, name = number) => ({
  number,
  dial: number.replace(/\D/g, ''),
  name,
  confirmed: null,
})

export const uk: Region = {
  id: 'uk',
  name: 'United Kingdom',
  emergency: line('999'),
  healthLine: line('111', 'NHS 111'),
  crisisLine: line('116 123', 'Samaritans'),
  poisonLine: line('111', 'NHS 111'),
  textCrisis: line('85258', 'Shout'),
  words: {
    emergencyDepartment: 'A&E',
    doctor: 'GP',
    pharmacist: 'pharmacist',
    physiotherapist: 'physiotherapist',
    maternityUnit: 'maternity unit',
    ambulance: 'ambulance',
  },
  spoken: [],
}

/** A region with nothing but an emergency number. */
export const bare: Region = {
  id: 'bare',
  name: 'Elsewhere',
  emergency: line('112'),
  words: { ...uk.words, emergencyDepartment: 'the emergency department' },
  spoken: [],
}

export const clinic = { name: 'Riverside Clinic', phone: '020 7946 0000' }
