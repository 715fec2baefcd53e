/** Questions, and how they belong together. Those of one list are one group. */
export const groups: readonly (readonly [string, readonly (readonly string[])[]])[] = [
  [
    'by what they are about, not by what all speak of',
    [
      ['can I fly with a back spasm?', 'is it ok to fly with back spasms', 'flying with a spasm in my back?'],
      ['can I swim with a back spasm?', 'is swimming ok'],
      ['does magnesium help a back spasm', 'magnesium for spasms?', 'how much magnesium'],
    ],
  ],
  [
    'by stems, capitals and punctuation aside',
    [['Inversion tables?', 'are INVERSION TABLES any good', 'an inversion table...'], ['a hammock at night']],
  ],
  [
    'apart where only small words are shared',
    [['what can I do about my dog'], ['what can I do about my tax'], ['what should I wear']],
  ],
  ['without what was masked', [['my name is [name], do corsets work'], ['I am [name] and want a parrot']]],
  ['of small words by all of them', [['what about it?', 'what about it'], ['can you?']]],
  ['none, where nothing was asked', []],
]

/** What every section of the articles says. */
export const background: readonly string[] = [
  'A back spasm is a muscle of the back that tightens. Back pain can follow.',
  'Most back spasms pass in days. The pain of a spasm can come back.',
  'Heat can help the pain of a back spasm. Rest your back.',
  'Walk when you can. A back spasm eases with moving.',
]
