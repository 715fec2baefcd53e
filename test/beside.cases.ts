/** A question refused for one thing that no section names, and what the articles do say beside the refusal, if anything. */
export const besideCases: readonly {
  readonly question: string
  readonly refuses: string
  readonly says?: RegExp
}[] = [
  { question: 'is a warm bath with epsom salts any use for my back?', refuses: 'epsom salts', says: /bath/ },
  { question: 'would swimming help my back', refuses: 'swimming', says: /exercise/i },
  { question: 'is pilates good for back spasms', refuses: 'pilates', says: /exercise/i },
  { question: 'is ice or heat better for my knee', refuses: 'knee' },
  {
    question: 'which office chair should i buy for my back',
    refuses: 'office chair',
    says: /desk|workstation/i,
  },
  { question: 'why is my eyelid twitching', refuses: 'eyelid' },
  { question: 'what would physio cost me without insurance', refuses: 'cost' },
  { question: 'should I wear a belt for lifting at work', refuses: 'belt', says: /lift/i },
  { question: 'is a firm mattress better for my back', refuses: 'mattress', says: /sleep/i },
  { question: 'do bananas help a cramped back', refuses: 'bananas', says: /potassium/i },
  {
    question: 'can I use a heat pack while pregnant',
    refuses: 'pregnant',
    says: /midwife, doctor or pharmacist/,
  },
  {
    question: 'my son is 11 and his back is in spasm, what helps',
    refuses: 'my son',
    says: /looked at by a doctor/,
  },
  { question: 'can my 5 year old have ibuprofen', refuses: '5 year old', says: /asking a doctor/ },
  // what may be taken for leave is not said
  { question: 'I had two beers, can I take my muscle relaxant', refuses: 'beers' },
  { question: 'is ibuprofen ok with sertraline', refuses: 'sertraline' },
  { question: 'I take atorvastatin, are pain killers ok', refuses: 'atorvastatin' },
  { question: 'my knee is swollen after running, what helps', refuses: 'knee' },
  { question: 'does heat help a migraine', refuses: 'migraine' },
  { question: 'how many mg of ibuprofen may I take', refuses: 'mg' },
  { question: 'do i need a sick note for my back', refuses: 'sick note' },
  { question: 'my dog has a stiff back, does heat help', refuses: 'dog' },
  { question: 'should the cat be standing on my back', refuses: 'standing on my back' },
  { question: 'my wrist keeps cramping, what do i do', refuses: 'wrist' },
  { question: 'what do physios charge for an hour', refuses: 'charge' },
]

/** Animals and children that are no patients. */
export const notPatients: readonly string[] = [
  'my dog pulled me over and my back went into spasm, how long will it last',
  'is the cat cow stretch ok during a spasm',
  'I was dog tired and then my back went into spasm, does tiredness cause it',
  'my back went into spasm lifting my 2 year old, heat or ice',
  'my back went while carrying my toddler, should I rest',
  'is leg pain on one side sciatica',
  'I carried the cat box up the stairs and it gripped, how long does that last',
  'the ice has been on and off since breakfast, is that too much',
  'what makes a back spasm worse',
  'my mri says a bulging disc, can that cause spasms',
  'is it all in my head or can stress cause back spasms',
  'the pony still needs exercising, is a slow walk with her fine',
  'heaved the boiler into the van, can lifting like that cause a spasm',
  'we have a flight on Monday, will this have gone in four days',
]
