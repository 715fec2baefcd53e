/** Every torture there is, the short ones first. */
import { again } from './again.ts'
import { cuts } from './cuts.ts'
import { fuzz } from './fuzz.ts'
import { heap } from './heap.ts'
import { kill } from './kill.ts'
import { open1000, open5000 } from './open.ts'
import { replicas } from './replicas.ts'
import type { Torment } from './torment.ts'

export const torments: Readonly<Record<string, Torment>> = {
  kill,
  cuts,
  fuzz,
  again,
  replicas,
  open1000,
  open5000,
  heap,
}
