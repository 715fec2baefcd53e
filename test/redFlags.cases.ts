import type { SignId, RedFlag } from '../src/core/triage/flags.ts'
import type { Facts } from '../src/core/triage/facts.ts'

export interface Case {
  readonly text: string
  /** Affirmed and sure; none by default. */
  readonly flags?: readonly RedFlag[]
  readonly sign?: SignId
  readonly asks?: RedFlag
  readonly hypothetical?: RedFlag
  readonly heard?: Partial<Facts>
}

export const cases: readonly Case[] = [
  // the mention's own "can't" is no negation
  { text: "I can't pee", flags: ['bladder-bowel'], sign: 'bladder-bowel/cannot-pass' },
  { text: 'I can not feel my legs', flags: ['paralysis'], sign: 'paralysis/both-legs' },
  { text: 'I wet myself last night', flags: ['bladder-bowel'], sign: 'bladder-bowel/leaks' },
  { text: "can't feel it when I wipe", flags: ['saddle-numbness'], sign: 'saddle-numbness/numb' },
  { text: 'my bits have gone dead', flags: ['saddle-numbness'] },
  { text: 'my foot slaps the ground', flags: ['paralysis'], sign: 'paralysis/foot-drop' },
  { text: 'my left leg is numb', flags: ['limb-neuro'], sign: 'limb-neuro/numbness' },
  { text: 'my right arm suddenly went weak', flags: ['limb-neuro'], sign: 'limb-neuro/sudden-arm' },
  { text: 'elephant on my chest', flags: ['chest-pain'], sign: 'chest-pain/chest' },
  { text: 'I fell off a ladder', flags: ['major-trauma'], sign: 'major-trauma/fall' },
  { text: 'necked a whole pack of tablets', flags: ['overdose'] },
  { text: 'I want to die', flags: ['self-harm'] },
  { text: 'I had breast cancer', flags: ['cancer-history'] },

  // an age is no number of tablets
  { text: 'I am 45 and I take ibuprofen', asks: 'overdose' },
  { text: "I'm 34 can I take ibuprofen", asks: 'overdose' },
  { text: 'my daughter is 12 and took 20 ibuprofen', flags: ['overdose'] },
  { text: "I'm 20 ibuprofen in and it still hurts", flags: ['overdose'] },
  // chemotherapy weakens the body's defence
  {
    text: 'on chemo and I have a temperature of 38.5',
    flags: ['fever-infection', 'cancer-history'],
    heard: { onChemo: 'yes' },
  },
  { text: 'having chemo, no fever', flags: ['cancer-history'] },

  // a small fall or knock, and what makes it dangerous
  {
    text: "I'm on Eliquis, and I stumbled on the kerb yesterday",
    flags: ['fracture-risk'],
    heard: { bloodThinners: 'yes', minorFall: 'yes' },
  },
  {
    text: 'On tablets that stop my blood clotting, and slid off the chair',
    flags: ['fracture-risk'],
    sign: 'fracture-risk/blood-thinners',
  },
  {
    text: 'Turned 81 in May, met the edge of the worktop with my spine',
    flags: ['fracture-risk'],
    sign: 'fracture-risk/age',
  },
  { text: '84. tripped on the cat', flags: ['fracture-risk'], sign: 'fracture-risk/age' },
  {
    text: 'My dexa scan was poor, and I jarred myself stepping off the kerb',
    flags: ['fracture-risk'],
    sign: 'fracture-risk/bones',
  },
  { text: "I'm 34 and bashed my back on the boat rail", heard: { minorFall: 'yes' } },
  { text: 'I walked 80 miles and then tripped on a rug' },
  { text: 'I weigh 82 kilos and slipped on the ice' },
  { text: 'I stumbled on your website, my back is stiff' },

  // a fever by its number, and numbers that are none
  { text: "it's 39.0 since last night", flags: ['fever-infection'] },
  { text: '39° and my back throbs', flags: ['fever-infection'] },
  { text: 'a hundred and two point four, just took it', flags: ['fever-infection'] },
  { text: 'thirty nine and a half, on the thermometer', flags: ['fever-infection'] },
  { text: 'running 102.5 and my back hurts', flags: ['fever-infection'] },
  { text: '37.2 yesterday, 38.4 today', flags: ['fever-infection'] },
  { text: "I'm 39 and my back hurts" },
  { text: "I live at number 39 and can't bend" },
  { text: 'It was 39 degrees outside and I mowed the lawn' },

  // doses beyond the label, and ordinary ones
  { text: 'gone through 2 packets of nurofen since Friday', flags: ['overdose'] },
  { text: "the box says 8 a day and I've had 20", flags: ['overdose'] },
  { text: 'four ibuprofen an hour, all afternoon', flags: ['overdose'] },
  { text: 'about 22 since yesterday evening', asks: 'overdose' },
  { text: 'took one at 10 and one at 2' },
  { text: 'I take two at a time, four times a day' },
  { text: 'I had one paracetamol an hour ago' },

  // negation, and where it ends
  { text: 'no numbness in my leg' },
  { text: "no fever but I can't feel my groin", flags: ['saddle-numbness'] },
  { text: 'No, my leg is numb', flags: ['limb-neuro'] },
  { text: 'no numbness, my legs are weak though', flags: ['paralysis'] },
  { text: 'not suicidal, just fed up' },

  // hypothetical, general
  { text: 'can spasms cause numbness in a leg?', hypothetical: 'limb-neuro' },
  { text: 'what if I lost control of my bladder?', hypothetical: 'bladder-bowel' },
  { text: 'if I cough I wet myself', flags: ['bladder-bowel'] },

  // past
  { text: 'my leg was numb years ago, fine since' },
  { text: 'I had lymphoma in 2011', flags: ['cancer-history'] },

  // somebody else
  {
    text: "my husband can't feel his legs",
    flags: ['paralysis'],
    heard: { forSomeoneElse: true },
  },
  { text: 'I saw a man on tv whose legs were numb' },

  // all is well, or something else is meant
  { text: 'I have control of my bladder' },
  { text: 'my bladder is fine' },
  { text: 'pain runs down my leg' },
  { text: 'both my kids have back pain' },
  { text: 'my trousers are wet from the rain' },
  { text: 'not both, just my back' },

  // families
  { text: 'no longer any sensation when I wipe', flags: ['saddle-numbness'] },
  { text: 'ma legs willnae work', flags: ['paralysis'] },

  // figures of speech
  { text: 'numb with boredom' },
  { text: 'my back is killing me' },
  { text: "I'm dying to lie down" },
  { text: 'pissed off with my back' },
  { text: 'fell asleep on the sofa' },
  { text: 'ran into a problem at work' },

  // facts about the person
  {
    text: "I'm on warfarin and I slipped in the shower",
    flags: ['fracture-risk'],
    sign: 'fracture-risk/blood-thinners',
    heard: { bloodThinners: 'yes', minorFall: 'yes' },
  },
  { text: 'She is 82. She tripped in the kitchen.', flags: ['fracture-risk'], sign: 'fracture-risk/age' },
  { text: "I'm pregnant and my back is tight", heard: { pregnant: 'yes' } },
  { text: 'my 9 year old son has a sore back', heard: { under16: 'yes' } },
  { text: "my 9 year old's back is in spasm", heard: { under16: 'yes', forSomeoneElse: true } },
  { text: 'I am 14 years old and my back hurts', heard: { under16: 'yes' } },
  { text: "I'm in Canada and my back hurts", heard: { region: 'ca' } },
  { text: "my wife's left arm is numb", flags: ['limb-neuro'], heard: { forSomeoneElse: true } },
  { text: 'my wife thinks I should rest', heard: {} },
  {
    text: 'I have had osteoporosis since 2015 and slipped on ice',
    flags: ['fracture-risk'],
    sign: 'fracture-risk/bones',
  },
  { text: 'I nearly wet myself laughing' },
  { text: "My willy doesn't rise since the spasm", flags: ['saddle-numbness'] },
  { text: "My foot doesn't register the floor", flags: ['limb-neuro'] },

  // a clause or sentence that speaks of the one before puts it in the past: asked about
  { text: 'I had a fever. That was two years ago.', asks: 'fever-infection' },
  { text: 'I fainted at my wedding. Never again.', asks: 'aortic' },
  { text: 'I fainted, that was years ago now' },
  // unless it goes on, is told in the present, or the sentence speaks of something else
  { text: 'My leg went numb. That was a year ago and it still is.', flags: ['limb-neuro'] },
  { text: 'My groin is numb. That was years ago.', flags: ['saddle-numbness'] },
  { text: 'My groin went numb. I had a fever, that was years ago.', flags: ['saddle-numbness'] },
  // somebody else's story, set against the writer's own; but what somebody did to the writer is the writer's
  {
    text: "Our vicar can't feel his legs. Mine is only a stiff back.",
    asks: 'paralysis',
    heard: { forSomeoneElse: true },
  },
  {
    text: "My sister can't feel her legs. Mine is only a stiff back.",
    flags: ['paralysis'],
    heard: { forSomeoneElse: true },
  },
  { text: 'Our vicar fainted in the pulpit and I have a stiff back' },
  { text: 'A man at the pub told me a joke and I fainted', flags: ['aortic'] },
  { text: 'no I have not fainted, why' },
  { text: 'If blood comes in urine, who do I ring?', hypothetical: 'kidney-gallbladder' },

  // a denial cannot stand for any word of a phrase
  { text: 'I have had no cancer', flags: [] },
  { text: "Didn't faint, didn't feel faint." },
  { text: 'I passed out leaflets all day and my back is stiff' },
]
