import { readdirSync, readFileSync } from 'node:fs'
import { it } from 'vitest'
import { compile } from '../src/core/redFlags/recognise.ts'
import { hearContext } from '../src/core/triage/hearContext.ts'
it('x', () => {
  const r = compile(Object.fromEntries(readdirSync('knowledge/vocabulary').map((f) => [f.replace('.json',''), JSON.parse(readFileSync('knowledge/vocabulary/'+f,'utf8'))])) as never)
  for (const t of ['my pain is 6','the pain is 4 out of 10','my back is 7/10','I lifted my 4 year old','I lifted my 4 year old and my back went','my dog is 12 years old','my mattress is 10 years old and my back hurts','my son is 9 and his back hurts',"my 9 year old's back is in spasm",'asking for my daughter, 12',"I can't pee and my chest hurts",'it hurts when I pee','my back hurts and it stings when I pee','I am 40, my pain is 7','picking up my 2 year old hurt my back','my daughter is 12 and has back pain','I have a 2 year old and back pain','my back hurts, my baby is 6 months'])
    console.log(t, '|', JSON.stringify(r.recognise(t).heard), '|', JSON.stringify(hearContext(t, new Date())))
})
