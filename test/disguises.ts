const greek: Record<string, string> = { a: 'а', e: 'е', o: 'ο', p: 'р', c: 'с', i: 'і' }
/** Ways to write the same text that a person would still read as the same. */
export const disguises: Record<string, (text: string) => string> = {
  'upper case': (text) => text.toUpperCase(),
  'lower case': (text) => text.toLowerCase(),
  'line breaks around': (text) => `\n\n${text}\n`,
  'more blanks': (text) => text.replaceAll(' ', '   '),
  emoji: (text) => `😭😭 ${text} 🙏`,
  'emoji between words': (text) => text.replaceAll(' ', ' 😖 '),
  'smart quotes': (text) => text.replaceAll("'", '’'),
  'zero width': (text) => [...text].join('\u200b'),
  'soft hyphens': (text) => [...text].join('\u00ad'),
  'bidirectional controls': (text) => `\u202e${text}\u202c`,
  'full width': (text) => text.replace(/[!-~]/g, (c) => String.fromCodePoint(c.codePointAt(0)! + 0xfee0)),
  'look-alikes': (text) => text.replace(/[aeopci]/g, (letter) => greek[letter]!),
  accents: (text) => text.replace(/[aeou]/g, (letter) => `${letter}\u0301`),
  'an excited ending': (text) => `${text}!!!`,
}
