/** A treatment asked about for somebody, or with an illness or medicine: what must be quoted, or what was not found. */
export const pairingCases: readonly {
  readonly question: string
  readonly previous?: string
  readonly told?: readonly string[]
  readonly quotes?: RegExp
  readonly refuses?: string
}[] = [
  { question: 'can my 5 year old have ibuprofen', refuses: '5 year old' },
  { question: 'is naproxen safe for a 12-year-old?', refuses: '12 year old' },
  { question: 'my girl is aged 9, may she take nurofen?', refuses: 'aged 9' },
  { question: 'can my 8 year old daughter have ibuprofen', refuses: '8 year old' },
  { question: 'paracetamol for my six year old?', refuses: 'six year old' },
  { question: 'What about my 6 year old?', previous: 'can I take ibuprofen', refuses: '6 year old' },
  { question: 'and paracetamol?', previous: 'can my child take ibuprofen', refuses: 'child' },
  { question: 'can my teenager take aspirin', quotes: /not for (people|anyone) under 16/ },
  { question: 'can I take aspirin', told: ['child'], quotes: /under 16/ },
  { question: 'is ibuprofen safe in pregnancy', quotes: /in pregnancy unless a doctor/ },
  { question: 'my wife is expecting, can she take naproxen', quotes: /in pregnancy unless a doctor/ },
  { question: 'can I take ibuprofen?', told: ['pregnancy'], quotes: /in pregnancy/ },
  { question: 'is massage ok while pregnant?', refuses: 'pregnant' },
  { question: 'can I use a heat pack when breastfeeding', refuses: 'breastfeeding' },
  { question: 'is aspirin alright while nursing', refuses: 'while nursing' },
  { question: 'naproxen with an ulcer?', quotes: /ulcer/ },
  { question: 'I am on dialysis, can I have ibuprofen', quotes: /kidney disease/ },
  { question: 'I take warfarin. Can I take nurofen?', quotes: /blood thinners/ },
  { question: 'may asthmatics take ibuprofen', quotes: /asthma/ },
  { question: 'ibuprofen and a glass of wine?', refuses: 'wine' },
  { question: 'is naproxen ok with lithium', refuses: 'lithium' },
  { question: 'can I mix aspirin with ginkgo', refuses: 'ginkgo' },
  { question: 'I am on bisoprolol, is naproxen ok', refuses: 'bisoprolol' },
  { question: 'can I put heat where my skin is numb', quotes: /not use heat where your skin is numb/ },
  { question: 'ice on numb skin?', refuses: 'numb' },
  { question: 'is a hot water bottle ok over stitches', refuses: 'stitches' },
  { question: 'can my 70 year old father take naproxen', quotes: /naproxen/ },
]
