import type { English } from './english.ts';
import type { zhCNCaller } from './zh-cn-caller.ts';

/** English of `zh-cn-caller.ts`. */
export const enCaller: English<typeof zhCNCaller> = {
  callerWords: {
    title: 'What to tell the caller',
    spokenTitle: 'Spoken (some 20 s)',
    writtenTitle: 'In writing',
    untilUnknown: 'a time still to be checked',
    authorityUnknown: 'the authority in charge',
    spoken:
      'Your report is on record, number {{number}}. {{body}} {{going}} You will hear from us in the way you asked for.',
    written:
      'We have received your report ({{matter}}, {{number}}). {{body}} {{going}} What we find will be answered separately. Thank you.',
    going: {
      onScene: 'Our people are there to check.',
      onTheWay: 'Our people are on their way to check.',
      been: 'Our people have been there; it is being verified.',
      toCome: 'We will arrange for somebody to check.',
    },
    stall: {
      within:
        'The place is on file as {{place}}, where stalls are permitted until {{until}}; whether they keep to it is seen on the spot.',
      outOfHours:
        'The place is on file as {{place}}, but the time you named is outside its hours; what counts is found on the spot.',
      beside: 'The place is right beside {{place}} on file; whether it lies within is seen on the spot.',
      expired:
        'The entry of {{place}} has ended; we are asking whether it was renewed. What counts is found on the spot.',
      notOnFile: 'No permitted place is on file there so far; what counts is found on the spot.',
      unknownPlace: 'The place is not certain yet: please tell us which road, near what, what is sold, and since when.',
    },
    kind: {
      valid: 'A permit ({{paper}}) is on record until {{until}}; whether work keeps to it is checked on the spot.',
      none: 'The register shows no permit for it so far; what counts is found on the spot.',
      expired: 'The permit on record ({{paper}}) has ended; what counts is found on the spot.',
      'out-of-hours': 'The permit on record ({{paper}}) does not cover this hour; what counts is found on the spot.',
      quiet: 'A quiet period is in force; what counts is found on the spot.',
      emergency:
        'A repair ({{paper}}) is on record there, expected until {{until}}. We are sorry for the trouble and ask the repair service how far it is.',
      'claimed-emergency': 'It is said to be a repair; we are asking the repair services.',
      'not-in-register': 'The place is not in the register yet; we must first find who is responsible.',
      unknown:
        'Where the noise comes from is not clear yet: please tell us on which road, near what, what it sounds like and since when.',
      'not-at-night': 'This is not within the night hours for works; it is handled by the rules of the day.',
      other: 'This is for {{authority}}; we pass it on and tell you.',
      ours: 'This is ours to handle.',
      'terms-not-met': 'What was found differs from the permit; it is being verified.',
      'not-posted': 'No notice was seen at the site; it is being verified.',
      'no-watchman': 'No night watch was found at the site; it is being verified.',
    },
  },
};
