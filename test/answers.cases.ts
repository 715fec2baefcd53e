/**
 * What people type to each question of the interview, as they type it, and what it means: a value, `not-known`, or `?` where
 * it must be asked again. One line an answer, `said | value`. `today` is Thursday 19 November 2026.
 */
import type { QuestionId } from '../src/core/triage/questions.ts'

const rows = (list: string): [said: string, value: string][] =>
  list
    .trim()
    .split('\n')
    .map((line) => line.trim().split(' | ') as [string, string])

export const answers: Readonly<Partial<Record<QuestionId, [said: string, value: string][]>>> = {
  duration: rows(`
    since tuesday | 2
    started tuesday | 2
    idk like 2 days | 2
    two day | 2
    tues | 2
    on n off for years | 730
    on and off about ten years | 3650
    bout a week | 7
    coupla days | 2
    couple days now | 2
    3 or 4 days | 4
    3-4 days | 4
    three to four days | 4
    half a day | 0
    this mornin | 0
    woke up with it | 0
    woke up with it this morning | 0
    an hour ago | 0
    since i got up | 0
    last nite | 1
    yday | 1
    yesterday arvo | 1
    since yest | 1
    day before yesterday | 2
    over the weekend | 5
    since the weekend | 5
    since sat | 5
    monday gone | 3
    last monday | 3
    a week last tuesday | 9
    a fortnight | 14
    fortnight ish | 14
    2wks | 14
    two n a half weeks | 17
    nearly 3 weeks | 21
    going on a month | 30
    month or so | 60
    since october | 49
    since my holiday in august | 110
    since summer | 60
    six months easy | 180
    half a year | 182
    ages | 365
    too long | ?
    a while | ?
    a good while now | ?
    quite a while | ?
    not long | ?
    long time | 365
    years and years | 730
    all my life on and off | 365
    since i was 20 | 365
    dunno | not-known
    not sure tbh | not-known
    cant remember | not-known
    no idea mate | not-known
    few days maybe a week | 7
    a few hours | 0
    just now | 0
    just today | 0
    today | 0
    4 | 4
    four | 4
    day 3 | 3
    third day now | 3
    its been 5 days | 5
    5 days since i lifted the box | 5
    about a week and a bit | 8
    week and a half | 10
    more than a month | 60
    since the 3rd | 16
    since 3 nov | 16
    it comes and goes for 2 months | 60
    bit over two weeks | 15
    weeks | 14
    months | 60
    days | 3
    a few weeks back | 21
    started few days ago | 3
    since last friday | 6
    friday | 6
    purple | ?
  `),
  severity: rows(`
    6 | 6
    six | 6
    6/10 | 6
    about a 6 | 6
    6ish | 6
    6 or 7 | 7
    6-7 | 7
    between 5 and 7 | 7
    five to six | 6
    seven and a half | 7.5
    8 when i move | 8
    9 at its worst 3 sitting still | 9
    10 | 10
    10/10 | 10
    11 | ?
    12 out of 10 | 10
    ten plus | 10
    a solid 8 | 8
    id say 7 | 7
    maybe a 4 | 4
    prob 5 | 5
    4 now but was 8 | 8
    worst pain of my life | 10
    worst ive ever had | 10
    unbearable | 10
    agony | 10
    absolute agony | 10
    excruciating | 10
    its killing me | ?
    off the scale | 10
    really bad | 8
    very bad | 8
    really really bad | 8
    bad | ?
    terrible | 8
    awful | 8
    horrendous | 10
    severe | 8
    pretty bad | ?
    quite bad | ?
    moderate | 6
    medium | 6
    middling | 6
    in the middle | 6
    so so | 6
    mild | 3
    pretty mild | 3
    not too bad | 4
    not that bad | 4
    bearable | 4
    i can live with it | 4
    a little | 3
    a bit sore | 3
    slight | 3
    just a niggle | 2
    hardly anything | 1
    no pain really | 0
    none | 0
    zero | 0
    hurts a lot | 8
    very pain | 8
    very much pain | 8
    big pain | 8
    its bloody agony | 10
    hurts like hell | 10
    it made me cry | ?
    dunno | not-known
    hard to say | not-known
    cant put a number on it | ?
    depends | not-known
    varies | ?
    banana | ?
  `),
  recurrence: rows(`
    second time, had it once two years back | yes
    second time | yes
    2nd time | yes
    third time this year | yes
    yes | yes
    yeah all the time | yes
    every few months | yes
    every winter | yes
    couple of times a year | yes
    now and again | yes
    on n off for years | yes
    on and off | yes
    had it before | yes
    ive had it before | yes
    i had this last year | yes
    same thing last year | yes
    yes same spot | yes
    always the same place | yes
    same side every time | yes
    a few times | yes
    loads of times | yes
    happens a lot | yes
    it does yeah | yes
    it keeps coming back | yes
    yes it keeps bloody happening | yes
    is first time | no
    not my first | yes
    not the first time | yes
    not my first rodeo | yes
    once before | yes
    once, years ago | yes
    twice | yes
    again and again | yes
    here we go again | yes
    been getting it since my twenties | yes
    whenever i garden | yes
    each time i lift something | yes
    usually yes | yes
    most weeks | yes
    used to get it a lot | yes
    it comes and goes | yes
    no | no
    nope | no
    first time | no
    first time ever | no
    1st time | no
    never had it before | no
    never happened before | no
    never | no
    not before this | no
    no this is new | no
    its new | no
    brand new to me | no
    just this once | no
    one off | no
    only this time | no
    different place each time | no
    moves around | no
    not the same place | no
    never in the same spot | no
    no never had anything like it | no
    dunno | not-known
    not sure | not-known
    cant remember | not-known
    maybe | not-known
    bit of both | not-known
    kind of | not-known
    bit of this and that | ?
    it hurts | ?
    purple | ?
  `),
  'home-care': rows(`
    yes | yes
    yeah been using a heat pad all week | yes
    heat pad for 4 days | yes
    4 days of ibuprofen | yes
    ive been resting it since sunday | yes
    since monday | yes
    3 days | yes
    three days | yes
      5 days | yes
    a week | yes
    all week | yes
    about a week of paracetamol | yes
    for ages | yes
    every day | ?
    done everything | ?
    tried everything | ?
    hot water bottle n pills for days | yes
    paracetamol since friday | yes
    nearly a week | yes
    yes but it didnt help | yes
    yes, no use | yes
    no | no
    not yet | no
    nothing yet | no
    havent done anything | no
    havent tried anything | no
    just rested today | no
    only today | no
    only since yesterday | no
    since yesterday | no
    one day | no
    1 day | no
    2 days | no
    two days | no
    couple of days | no
    a couple days | no
    not three days | no
    not that long | no
    not long enough | no
    less than that | no
    only took one tablet | ?
    just a bit of ibuprofen | ?
    just painkillers | ?
    didnt bother | no
    nah just got on with it | no
    it only started today | no
    dunno | not-known
    not really | no
    sort of | not-known
    on and off | not-known
    kind of, some days | yes
  `),
  improving: rows(`
    yes | yes
    a bit | yes
    a little | yes
    slowly | yes
    getting there | yes
    slowly getting there | yes
    bit better | yes
    bit better today | yes
    much better | yes
    loads better | yes
    better than it was | yes
    better than yesterday | yes
    its easing | yes
    easing off | yes
    easing up a bit | yes
    settling down | yes
    calming down | yes
    less sore | yes
    less than before | yes
    not as bad as it was | yes
    not as bad | yes
    on the mend | yes
    it helps | yes
    i think so | not-known
    nearly gone | yes
    going away | yes
    improving | yes
    no | no
    nope | no
    not really | no
    same | no
    the same | no
    about the same | no
    no change | no
    no different | no
    still the same | no
    still hurts | no
    still bad | no
    still there | no
    worse | no
    bit worse | no
    getting worse | no
    its worse | no
    worse if anything | no
    worse at night | no
    if anything worse | no
    not better | no
    hasnt shifted | no
    wont shift | no
    not budging | no
    stuck | no
    no improvement | no
    nothing helps | no
    nothings working | no
    not one bit | no
    up and down | not-known
    comes and goes | not-known
    good days and bad days | not-known
    some days yes some days no | not-known
    bit of both | not-known
    hard to tell | not-known
    too early to say | not-known
    dunno | not-known
    better then worse again | no
    banana | ?
  `),
  'pregnancy-warning': rows(`
    no | no
    nope nothing | no
    none of that | no
    no nothing like that | no
    all fine | no
    yes | yes
    bit of bleeding | yes
    some spotting | yes
    my waters went | yes
    belly goes tight | yes
    tummy tightening every now and then | yes
    its leaking a bit | yes
    a little blood | yes
    blood when i wipe | yes
    not sure | not-known
    maybe | not-known
    i dont think so | no
    banana | ?
  `),
}

/** To "do any of these fit the person with the pain?": what becomes yes, `none`, `not-known`, `some` (the rest is asked) or `?`. */
export const aboutYouAnswers = rows(`
  none | none
  none of them | none
  no | none
  nope | none
  no none of that | none
  i'm 46 | some
  im 46, a fella | some
  46 year old woman | some
  46 f | some
  46m | some
  male 52 | some
  im in my forties | some
  in my 50s | some
  im a pensioner | some
  im retired | some
  im over 18 | some
  adult | some
  im an adult | some
  20 | some
  twenty | some
  im 15 | under16
  15 | under16
  fifteen | under16
  im fifteen | under16
  i'm only 14 | under16
  my son's 9 | under16
  hes 9 | under16
  she is 12 | under16
  pregnant | pregnant
  im pregnant | pregnant
  im expecting | pregnant
  20 weeks gone | pregnant
  6 months pregnant | pregnant
  having a baby in june | pregnant
  warfarin | bloodThinners
  im on blood thinners | bloodThinners
  i take apixaban | bloodThinners
  blood thinning tablets | bloodThinners
  on xarelto | bloodThinners
  eliquis | bloodThinners
  stomach ulcer | ulcerOrKidney
  had an ulcer | ulcerOrKidney
  my kidneys are bad | ulcerOrKidney
  kidney problems | ulcerOrKidney
  one kidney | ulcerOrKidney
  on dialysis | ulcerOrKidney
  the third one | bloodThinners
  3 | bloodThinners
  dunno | not-known
  not sure | not-known
  im healthy | some
  fit and well | some
  nothing like that | none
  no im 46 | none
  none, im 30 | none
  im a builder | ?
  purple | ?
`)
