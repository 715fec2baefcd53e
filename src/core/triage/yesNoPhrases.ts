/** What people say for yes, no and not sure: one phrase a line. `yesNo.ts` tells how they are used. */

/** One pattern of many lines, the longest first, at word borders. */
const phrases = (list: string): RegExp => {
  const lines = list
    .trim()
    .split('\n')
    .map((line) => line.trim())
    .sort((x, y) => y.length - x.length)
  return new RegExp(`(?<![\\w'])(?:${lines.join('|')})(?![\\w'])`, 'g')
}

/** Denials whose words would otherwise read as unsure or as yes. */
export const firmDenials = phrases(`
  i (?:don'?t|dont|do not) (?:think|believe) so
  (?:definitely|absolutely|certainly|of course|surely|most certainly|hell) (?:not|no|none|never)
  hopefully not
  (?:don'?t|dont) (?:think|believe) so
  can'?t say (?:that )?i (?:have|do|did|am|was)
  (?:i'?d|i would) (?:have to )?(?:say|go with) (?:no|none|not)(?: of (?:these|those|them))?
  (?:not|nothing|none) (?:that )?i (?:can think of|know (?:of|about)|am aware of|have (?:noticed|had)|can see)
  (?:not|nothing|none) (?:that )?i'?(?:m aware of|ve (?:noticed|had|seen))
  no (?:change|changes|difference)(?: there| at all)?
  no way
  (?:never|not) (?:ever|in the least|one bit|a bit|any ?more|once|a problem|an issue)
`)

export const unsure = phrases(`
  (?:i'?m |i am |am )?(?:really |still )?(?:not|nt) (?:really |quite |too |entirely |completely |100 ?% )?(?:sure|certain|positive)(?: (?:about|of) (?:that|it|this|them|any of (?:these|those|them)))?
  unsure
  uncertain
  (?:i )?(?:really |honestly )?(?:don'?t|dont|do not|didn'?t|wouldn'?t) (?:really )?(?:know|remember|recall)(?: (?:that|really|tbh))?
  (?:i )?(?:can'?t|cannot|can not|couldn'?t) (?:really )?(?:tell|say|remember|be sure)(?: for sure)?
  (?:it'?s |that'?s )?(?:hard|difficult|tricky) to (?:tell|say|know)
  (?:i )?(?:have |haven'?t |got )?(?:no|a) (?:idea|clue)
  not a clue
  (?:i )?dunno
  d'?no
  idk
  no clue
  (?:yes|yeah) and no
  (?:i )?(?:think|guess|suppose|believe|reckon) so
  (?:well )?may ?be(?: not)?
  perhaps(?: not)?
  possibly(?: not)?
  probably(?: not)?
  (?:it )?(?:might|could) (?:be|have|do|not|not be)
  i might
  it could
  not that sure
  (?:it )?depends
  sort of
  sorta
  kind of
  kinda
  (?:don'?t|do not|dont) know
  who knows
  couldn'?t (?:tell|say)(?: you)?
  unlikely
  (?:i )?doubt it
  doubtful
  (?:quite |very |most )?likely
  quite possibly
  i suspect so
  more or less
  (?:i'?d |i would )?(?:prefer|rather) not(?: to)? (?:say|answer|tell)
  no comment
  skip(?: (?:it|this|that|this one|that one))?
  pass
  next(?: (?:one|question))?
  not known
  unknown
  unclear
`)

/** Words of the unsure that lean to a yes. */
export const leanings =
  /^(?:(?:yes|yeah|well|um+|er+m?|hm+|it|i|i'?d say|so|just|ok|very|quite|most)[\s,.]+)*(?:(?:think|guess|suppose|believe|reckon|suspect) so|sort of|sorta|kind of|kinda|more or less|probably|likely)(?:[\s,.]+(?:yes|yeah|so|a bit|a little|tbh|to be honest))*[\s.,]*$/

/** That a sign is there, told instead of "yes". */
export const happening = phrases(`
  (?:(?:it|this|that|they|both|mine)(?:'?s| is| are)? )?happening(?: to (?:me|him|her|us))?
  (?:it|this|that) happens to (?:me|him|her|us)
  (?:it|this|that) (?:has |have |just )?(?:happened|started)(?: to (?:me|him|her|us))?
  (?:mine|both) (?:is|are|does|do|has|have)
  i(?:'?ve| have|'?ve got| have got| got| do have) (?:it|that|this|them|both)
  since (?:\\w+ ){0,3}\\w+
`)

/** When, beside it. */
export const when = phrases(`
  (?:right |just )?now
  today
  tonight
  yesterday
  this (?:morning|afternoon|evening)
  (?:\\w+ ){1,2}(?:minutes?|hours?|days?) ago
  help
`)

export const denials = phrases(`
  none(?: at all| whatsoever)?(?: (?:of|from) (?:these|those|them|dem|the (?:above|others?|rest)|that|it|this|the))?(?: (?:things|stuff|crap|rubbish|lot|symptoms|signs|problems|ones|options|others?))?(?: (?:on|from|in) (?:the|that|this|your) list)?(?: (?:have|has|had) (?:happened|changed|started))?(?: (?:apply|applies|fit|fits)(?: to me)?)?
  none above
  none (?:of (?:the|these|those) )?(?:things|symptoms|signs|problems)
  (?:none|neither|nothing)(?: of (?:these|those|them|the above))? (?:have|has) (?:happened|changed)
  i (?:have|had|got|have had|have got) (?:none|nothing)(?: of (?:these|those|them|that|the above))?(?: (?:things|symptoms|signs))?
  i'?ve (?:got |had )?(?:none|nothing)(?: of (?:these|those|them|that|the above))?
  not (?:having|experiencing|noticing|feeling|getting) any(?: of)?(?: (?:these|those|them|that))?
  no to (?:everything|the lot)
  (?:nothing|not) (?:much|wrong)(?: there)?
  no (?:probs?|worries|bother)
  nada
  nowt
  zilch
  nill
  (?:i )?(?:no|not) have(?: (?:this|that|these|any|it|nothing|such))?
  (?:i )?not (?:do|did|got)(?: (?:this|that|it))?
  no such (?:things?|signs?|problems?|symptoms?|luck)
  not (?:here|for me|in my case)
  nothing(?: (?:at all|like (?:that|this|these)|of the (?:sort|kind)|else|to report|new|unusual|strange|weird|odd|abnormal|out of the ordinary|(?:of|from) (?:that|this|these|those|them|the list)|such|sudden|serious|(?:on|from|in) (?:the|that|this|your) list|whatsoever))?(?: (?:sort|stuff|things?))?
  no+
  no to (?:all|any|both|each|every one)(?: of (?:these|those|them|that|it|the above))?
  no (?:problems?|issues?|troubles?|signs?|symptoms?)(?: there| here| at all| like (?:that|these|this)| of (?:any of )?(?:that|those|these|them|this)| with (?:that|any of (?:these|those|that|them)))?
  no (?:thank(?:s| you)|ty)
  no (?:other (?:signs?|symptoms?|problems?|issues?)|others?)(?: like (?:that|these|this))?
  (?:i'?ve|i have|he'?s|she'?s|we'?ve) not (?:had|got|noticed|felt)(?: any(?: of (?:these|those|them|that|this|it))?(?: (?:things|stuff|symptoms|signs))?)?
  nope
  nop
  nah+
  naw
  nay
  na
  n/a
  n
  0
  nil
  zero
  negative
  neither(?: of (?:these|those|them))?
  never(?: (?:had|happened|has|have|did|before)(?: (?:it|that|any of (?:these|those|that|them)))?)?
  not (?:at all|really|(?:on|from|in) (?:the|that|this|your) list|that (?:i know(?: of)?|i'?m aware of|(?:i|i'?ve) (?:have )?noticed|i can (?:tell|think of))|as far as i (?:know|can tell)|to my knowledge|so far|yet|me|any of (?:these|those|them|that)|one of (?:these|those|them)|a thing|any|particularly|especially|now|currently|this time|in the slightest|anything like (?:that|this)|i|true|applicable)
  not
  (?:i |it |that |they |he |she |we )?(?:don'?t|dont|do not|doesn'?t|doesnt|does not|haven'?t|havent|have not|hasn'?t|hasnt|has not|didn'?t|didnt|did not|isn'?t|isnt|is not|wasn'?t|was not|weren'?t|aren'?t|am not|ain'?t|never)(?: (?:have|had|got|get|noticed|felt|happened|happen|feel|done|experienced|been|seen|apply))?(?: (?:any(?: of)?(?: (?:these|those|them|that|this|it|the above))?(?: (?:symptoms|signs|things|problems))?|anything(?: like (?:that|this|these))?|it|that|those|these|one|them|this))?(?: at all)?
  i'?m not
  i am not
  any of (?:these|those|them|that)
  all (?:are )?no
  all no'?s
  everything(?: is|'s)? no
`)

export const fine = phrases(`
  (?:as |back to |still |completely |perfectly |quite )?normal(?:ly)?(?: there)?
  (?:the )?same as (?:usual|always|ever|normal|before)
  (?:that|this|it)(?:'s| is) (?:all )?normal
  (?:still )?(?:going|working) (?:fine|ok|okay|normally|well)
  everything works(?: (?:fine|ok|okay|normally|well))?(?: down there)?
  (?:fine|ok|okay) there
  all (?:good|fine|ok|okay|normal|clear|well)(?: (?:there|here|thanks|down there|with (?:that|those|these)))?
  (?:everything|that|it|those|they)(?:'s| is| are|'re)? (?:all )?(?:good|fine|ok|okay|normal|well)
  (?:i'?m|i am|im) (?:fine|ok|okay|good|all right|alright)
  that'?s (?:all )?(?:good|fine|ok|okay|normal)
  (?:just|only) (?:the |my |a |some |plain |normal |regular )*(?:lower |upper |sore |bad |stiff |mid )?(?:back|back ?pain|backache|pain|spasms?|muscle spasms?|stiffness|soreness|ache)(?: (?:pain|ache|spasms?|hurts|is sore|itself))?
  (?:it'?s |its |it is )?(?:just|only) (?:sore|stiff|painful|achy|tight|hurts|the pain|the spasms?)
`)

export const affirmations = phrases(`
  yes+
  yes (?:please|it (?:is|does|has|did)|i (?:do|have|am|did|can|was)|that'?s (?:right|it|me)|they (?:do|are|have)|he (?:is|does|has)|she (?:is|does|has))
  ye
  yeah+
  yea
  yeh
  yep
  yup
  yip
  yas
  ya
  y
  aye
  uh ?huh
  mm ?hmm?
  sure(?: (?:is|does|do|has|have|am))?
  definitely
  def
  certainly
  absolutely
  of course
  indeed
  correct
  right
  true
  exactly
  affirmative
  y[hs]
  yaas
  yah
  you bet
  sure thing
  too right
  afraid so
  unfortunately
  sadly
  (?:that'?s|thats|this is|that is) (?:right|correct|true|it|me|the case|so)
  i (?:do|have|am|did|was|can|would)
  i'?m afraid so
  it (?:is|does|has|did|was)
  they (?:do|are|have|did)
  (?:he|she) (?:is|does|has|did)
  (?:just )?a (?:little bit|tiny bit|wee bit|little|bit|lot|touch)
  slightly
  somewhat
  sometimes
  occasionally
  often
  a few times
  now and (?:then|again)
  very much(?: so)?
  totally
  100 ?%
  mostly
  mainly
  i think yes
  s[ií]
  oui
  ja
  sim
  tak
`)

export const fillers = phrases(`
  well
  oh
  um+
  uh+
  er+m?
  hm+
  ok
  okay
  thank (?:god|goodness|heavens|the lord)(?: for that)?
  thankfully
  luckily
  fortunately
  thanks?(?: you)?
  thx
  ta
  cheers
  please
  pls
  sorry
  so
  so far
  for (?:god|christ|pete|heaven|goodness|fuck)'?s? ?sakes?
  ffs
  omg
  jesus
  bro
  man
  like
  doctor
  doc
  mate
  sir
  to be honest
  tbh
  honestly
  actually
  really
  just
  touch wood
  at all
  at the moment
  right now
  as well
  too
  i think
  i said
  i guess
  i'?d say
  i would say
  for me
  to (?:that|those|these|all|any|them|it|both)(?: of (?:them|those|these|that))?
  either
  again
  still
  then
  lol
  and
  that'?s (?:a|an?)?
  it'?s (?:a|an?)?
  my answer is
  the answer is
  answer
  definitely
  absolutely
  certainly
  of course
  hopefully
  (?:i'?m )?(?:pretty|quite|fairly|very) (?:sure|certain)
  i'?m sure
  for sure
`)
