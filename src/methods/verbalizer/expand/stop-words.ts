/** Words of grammar, which no class is about: they are no label words, and in definitions they say nothing. */
const STOP_WORDS: ReadonlySet<string> = new Set(
  `a about above across after again against all almost along already also although always am among an and another any
  anyone anything are around as at away be became because become becomes been before behind being below between both but
  by came can cannot could did do does doing done down during each either else enough especially etc even ever every
  everyone everything few for from further get give given go goes going gone had has have having he hence her here hers
  herself him himself his how however i if in into is it its itself just least less let like made make makes making many
  may me might more most much must my myself near neither never no nobody none nor not nothing now of off often on once one
  only onto or other others our ours ourselves out over own per perhaps quite rather really same seem seems several shall
  she should since so some someone something sometimes somewhat such take taken than that the their theirs them
  themselves then there therefore these they thing things this those though through thus to together too toward towards
  under until up upon us use used uses using usually very was way we well were what whatever when where whether which while
  who whom whose why will with within without would yet you your yours yourself yourselves`.split(/\s+/),
);

export const isStopWord = (word: string): boolean => STOP_WORDS.has(word);
