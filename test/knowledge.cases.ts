import { redFlags } from '../src/core/triage/flags.ts'

/** One hazard, from its fifth line on. */
const hazardLog = (rest: string): string => `{
  "source": "s", "reviewed": "2026-11-22",
  "scale": { "source": "s", "severities": [{ "id": "major", "means": "m" }, { "id": "minor", "means": "m" }] },
  "hazards": [
    { "id": "x", "hazard": "h", "cause": "c", "effect": "e", "residual": "r", ${rest} }
  ]
}`
const head = '---\ntitle: Heat\nreviewed: 2026-11-22\n---\n'

/** One broken file each, and what must be said: [line, words]. */
export const brokenFiles: readonly {
  name: string
  file: string
  text: string
  faults: readonly (readonly [number, string])[]
}[] = [
  {
    name: 'labelled messages of one id, and one whose level does not fit its flags',
    file: 'examples/x.jsonl',
    text:
      '{"id":"x1","text":"a","expect":"none","flags":[],"kind":"direct"}\n' +
      '{"id":"x1","text":"b","expect":"none","flags":[],"kind":"direct"}\n' +
      '{"id":"x2","text":"c","expect":"urgent","flags":["saddle-numbness"],"kind":"direct"}\n',
    faults: [
      [2, 'has the id x1 of line 1'],
      [3, 'does not fit the flags'],
    ],
  },
  {
    name: 'ways to ask for an article nobody wrote',
    file: 'asked/x.md',
    text: '## Heat\n\n- how hot\n',
    faults: [[1, 'there is no article articles/x.md']],
  },
  {
    name: 'ways to ask for a section the article does not have, or has already, and without a section',
    file: 'asked/how-long.md',
    text:
      '- how long\n## How hot it gets\n\n- how hot\n' +
      '## How long back spasms last\n- how long\nHow long?\n## How long back spasms last\n' +
      '- is it long => well it depends\n',
    faults: [
      [1, 'a heading "## …" of the article comes first'],
      [2, 'articles/how-long.md has no section "How hot it gets"'],
      [7, 'one question a line'],
      [8, 'put both lists under one'],
      [9, 'not "well it depends"'],
    ],
  },
  {
    name: 'ways to ask where the article has the text',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\nasked: how hot\n\nHeat helps.\n`,
    faults: [[7, 'asked/']],
  },
  {
    name: 'no front matter',
    file: 'articles/x.md',
    text: 'Heat helps.\n',
    faults: [[1, 'must begin with a line ---']],
  },
  {
    name: 'an article without review date',
    file: 'articles/x.md',
    text: '---\ntitle: Heat\n---\n## Heat\ndocuments: 000\n\nHeat helps.\n',
    faults: [[1, 'reviewed: give the day']],
  },
  {
    name: 'a review date that is no day',
    file: 'articles/x.md',
    text: '---\ntitle: Heat\nreviewed: last week\n---\n## Heat\ndocuments: 000\n\nHeat helps.\n',
    faults: [[3, 'reviewed: give the day']],
  },
  {
    name: 'a key the front matter does not have',
    file: 'articles/x.md',
    text: '---\ntitle: Heat\nreviewed: 2026-11-22\nauthor: me\n---\n## Heat\ndocuments: 000\n\nHeat helps.\n',
    faults: [[1, 'author']],
  },
  {
    name: 'a section without source',
    file: 'articles/x.md',
    text: `${head}## Heat\n\nHeat helps.\n`,
    faults: [[5, 'names no source']],
  },
  {
    name: 'an unknown document',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000, 777\n\nHeat helps.\n`,
    faults: [[5, 'names document 777']],
  },
  {
    name: 'a range from a document the section does not name',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\nrange: heat | 15 minutes | 001\n\nHeat helps.\n`,
    faults: [[5, 'add 001 to its documents']],
  },
  {
    name: 'a malformed range and an unknown line',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\nrange: 15 minutes\ncolour: red\n\nHeat helps.\n`,
    faults: [
      [7, 'a range is written'],
      [8, 'under a heading come'],
    ],
  },
  {
    name: 'a section twice',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\n\nHeat helps.\n\n## Heat\ndocuments: 000\n\nHeat helps.\n`,
    faults: [[10, 'a second section "Heat"']],
  },
  {
    name: 'markup and links',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\n\nHeat **helps**.\nSee [this](https://example.org).\n`,
    faults: [
      [8, 'remove the "*"'],
      [9, 'remove the "["'],
    ],
  },
  {
    name: 'a sentence cut short',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\n\nHeat helps.\nHeat also …\n`,
    faults: [[9, 'does not end in a full stop']],
  },
  {
    name: 'text before the first heading and a section without text',
    file: 'articles/x.md',
    text: `${head}Heat helps.\n## Heat\ndocuments: 000\n`,
    faults: [
      [5, 'before the first heading'],
      [6, 'has no sentences'],
    ],
  },
  {
    name: 'JSON with a comma too many',
    file: 'regions/uk.json',
    text: '{\n  "id": "uk",\n  "name": "UK",\n}\n',
    faults: [[4, 'not valid JSON']],
  },
  {
    name: 'a key twice',
    file: 'wording/zz.json',
    text: '{\n  "source": "s",\n  "reviewed": "2026-11-22",\n  "source": "t"\n}',
    faults: [[4, '"source" stands twice']],
  },
  {
    name: 'a region without the words that others have',
    file: 'regions/xx.json',
    text: `{
  "source": "s", "reviewed": "2026-11-22", "id": "xx", "name": "X",
  "emergency": { "number": "1", "dial": "1", "name": "1", "confirmed": null },
  "words": { "emergencyDepartment": "A&E" },
  "spoken": []
}`,
    faults: [[4, 'lacks what other regions have: doctor,']],
  },
  {
    name: 'a region without source, with a number nobody can dial',
    file: 'regions/xx.json',
    text: `{
  "reviewed": "2026-11-22",
  "id": "xx",
  "name": "X",
  "emergency": {
    "number": "nine", "dial": "nine", "name": "nine", "confirmed": null
  },
  "words": {}, "spoken": []
}`,
    faults: [
      [1, '"source" is missing'],
      [6, '"emergency.dial"'],
    ],
  },
  {
    name: 'a document without review date',
    file: 'documents.json',
    text: '{\n "source": "s", "reviewed": "2026-11-22",\n "documents": [\n  { "id": "000", "title": "T", "source": "s" }\n ]\n}',
    faults: [[4, 'documents.0']],
  },
  {
    name: 'a record of coverage that names a section nobody wrote',
    file: 'coverage.json',
    text: `{
  "source": "s", "reviewed": "2026-11-22",
  "documents": {
    "000": [
      { "hash": "0123456789ab", "sections": ["how-long/no-such-section"] },
      { "hash": "0123456789ab" },
      { "hash": "0123456789ab", "left": "advert" }
    ]
  }
}`,
    faults: [[6, 'name the sections that carry this sentence']],
  },
  {
    name: 'a record of coverage against what the sections name',
    file: 'coverage.json',
    text: `{
  "source": "s", "reviewed": "2026-11-22",
  "documents": {
    "000": [
      { "hash": "0123456789ab", "sections": ["how-long/no-such-section"] },
      { "hash": "0123456789ab", "sections": ["how-long/how-long-one-single-spasm-lasts"] }
    ]
  }
}`,
    faults: [
      [5, 'there is no section "how-long/no-such-section"'],
      [6, 'does not name 000'],
    ],
  },
  {
    name: 'an advice with a word no region has',
    file: 'advice/balance.md',
    text: '---\nsource: 003\nreviewed: 2026-11-22\n---\n## Why\n\nAsk your {wizard} today.\n',
    faults: [[7, 'nothing fills {wizard}']],
  },
  {
    name: 'an advice without review date',
    file: 'advice/balance.md',
    text: '---\nsource: 003\n---\n## Why\n\nAsk today.\n',
    faults: [[1, 'reviewed']],
  },
  {
    name: 'a text that stands in two wording files',
    file: 'wording/zz.json',
    text: '{\n  "source": "s",\n  "reviewed": "2026-11-22",\n  "notices": {\n    "welcome": "Hello."\n  }\n}',
    faults: [[5, '"notices.welcome" stands in another file']],
  },
  {
    name: 'a text nothing asks for',
    file: 'wording/zz.json',
    text: '{\n  "source": "s",\n  "reviewed": "2026-11-22",\n  "noticed": {\n    "welcome": "Hello."\n  }\n}',
    faults: [[4, 'noticed']],
  },
  {
    name: 'an article that is not UTF-8',
    file: 'articles/x.md',
    text: `${head}## Heat\ndocuments: 000\n\nHeat\uFFFD helps.\n`,
    faults: [[1, 'save it as UTF-8']],
  },
  {
    name: 'a hazard with a control that nothing proves',
    file: 'hazards.json',
    text: hazardLog('"severity": "minor", "flags": [], "controls": [\n  { "what": "w" }]'),
    faults: [[6, 'name the "tests" that prove this control']],
  },
  {
    name: 'a hazard with a test named by no file and a flag there is not',
    file: 'hazards.json',
    text: hazardLog(
      '"severity": "minor",\n  "flags": ["headache"], "controls": [\n  { "what": "w", "tests": ["what a message affirms"] }]',
    ),
    faults: [
      [6, 'no such red flag'],
      [7, 'name a test as'],
    ],
  },
  {
    name: 'a severity off the scale and red flags without hazard',
    file: 'hazards.json',
    text: hazardLog(
      `"severity": "odd", "controls": [{ "what": "w", "by": "a nurse" }], "flags": ${JSON.stringify(redFlags.map(({ id }) => id).slice(1))}`,
    ),
    faults: [
      [4, 'no hazard names the red flag "chest-pain"'],
      [5, '"odd" is not on the scale'],
    ],
  },
  {
    name: 'choices that a blank tears apart',
    file: 'vocabulary/zz.json',
    text: `{
  "source": "s", "reviewed": "2026-11-22",
  "rewrites": { "zz": ["be|late |for dinner"] },
  "concepts": {
    "zz": {
      "kind": "finding",
      "phrases": [
        "never|no longer zz",
        "zz no longer|control",
        "zz no longer|never",
        "arent|longer zz",
        "like lead|tree trunks|pillars",
        "a|an?|the zz",
        "zz|_ yy",
        "a~b zz",
        "@nowhere zz",
        "no longer zz|yy",
        "not|never any longer|more",
        "zz my|the left|right? leg"
      ]
    }
  },
  "cues": [{ "category": "none", "direction": "both", "phrases": ["zz", "zz| yy"] }],
  "idioms": ["lost sleep|my job|my keys"]
}`,
    faults: [
      [3, 'a bar has a word on either side'],
      [8, 'this reads "never longer"'],
      [9, 'this reads "no control"'],
      [10, 'write "nolonger"'],
      [11, 'write "nolonger"'],
      [12, 'this reads "lead trunks"'],
      [13, '"an?" in a choice'],
      [14, 'the gap _ stands by itself'],
      [15, 'the ~ ends a word'],
      [16, 'no file defines the class @nowhere'],
      [23, 'a bar has a word on either side'],
      [24, 'phrases of its own'],
    ],
  },
]
