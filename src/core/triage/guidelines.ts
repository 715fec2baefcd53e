/** The guidelines that rules and advice rest on. A clinic's reviewer checks them; `npm run rules` prints them. */
import type { Source } from '../messages.ts'

const table = {
  'nhs-back-pain': { title: 'NHS: Back pain', section: 'When to get help' },
  'nhs-cauda-equina': {
    title: 'NHS England GIRFT: Suspected cauda equina syndrome (2023)',
    section: 'Signs',
  },
  'nhs-stroke': { title: 'NHS: Symptoms of a stroke', section: 'Call 999' },
  'nhs-chest-pain': { title: 'NHS: Chest pain', section: 'Call 999' },
  'nhs-aortic': { title: 'NHS: Abdominal aortic aneurysm', section: 'Call 999' },
  'nhs-medicine-overdose': { title: 'NHS: Poisoning', section: 'What to do' },
  'nhs-suicidal-thoughts': { title: 'NHS: Help for suicidal thoughts', section: 'Get help now' },
  'nhs-kidney-infection': { title: 'NHS: Kidney infection', section: 'When to get help' },
  'nhs-pregnancy-back-pain': { title: 'NHS: Back pain in pregnancy', section: 'When to get help' },
  'nice-ng59': { title: 'NICE NG59: Low back pain and sciatica (2016, updated 2020)', section: '1.1' },
  'nice-ng234': { title: 'NICE NG234: Spinal metastases and cord compression (2023)', section: '1.3' },
  'nice-ng127': { title: 'NICE NG127: Suspected neurological conditions (2019)', section: '1.9' },
  'nice-ng225': { title: 'NICE NG225: Self-harm (2022)', section: '1.7' },
  'nice-ng232': { title: 'NICE NG232: Head injury (2023)', section: '1.3' },
  'nice-ng38': { title: 'NICE NG38: Fractures (2016)', section: '1.1' },
  'finucane-2020': { title: 'Finucane et al. 2020: IFOMPT red flags of the spine', section: 'Table 2' },
  '000': { title: 'How Long Do Back Muscle Spasms Last?', section: 'When to see a doctor' },
  '003': { title: 'Back spasm facts', section: 'When to see a doctor' },
  '004': { title: 'What Actually Is a Back Spasm?', section: 'When to see a doctor' },
} as const

export type Guideline = keyof typeof table

export const isGuideline = (id: string): id is Guideline => Object.hasOwn(table, id)

export const sourceOf = (id: Guideline): Source => ({ document: id, ...table[id] })
