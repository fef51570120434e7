# What a clinical system is answered (CDS Hooks), for a clinician.
cds-title-patient-view = Back massage: what the record says
cds-title-order-select = Back massage: before it is ordered
cds-title-appointment-book = Back massage: before it is booked
cds-about-patient-view = Says for the open record what speaks against a back massage, which limits hold, and what is not known.
cds-about-order-select = Says for a massage that is being ordered what speaks against it, which limits hold, and what is not known. Other orders get no card.
cds-about-appointment-book = Says for a massage that is being booked what speaks against it, which limits hold, and what is not known. Other appointments get no card.
cds-usage = Send along what the prefetch templates name: nothing is fetched from your server. Codes of ICD-10-CM, RxNorm and LOINC and names of ingredients are read. What a record does not hold is never read as a no; only the completed questionnaire of this service can say that something is not so.
cds-token = This address answers systems that the practice has let in, with a token signed for this very address (ES384 or RS384), valid now, and used once.
cds-no-service = There is no such service. GET /cds-services lists them.
cds-prefetch = Nothing of the record came along, and nothing is fetched from your server. Send at least one of: patient, conditions, statements, requests, observations, responses.
cds-json = This is no JSON that can be read here: it is empty, not UTF-8, or nested too deeply.
cds-json-at = This is no JSON that can be read here: something is wrong at line { $line }, column { $column }.
cds-feedback = Expected feedback: a list of at most 100 entries, each with the card's id and the outcome accepted or overridden.
cds-source = Supple, knowledge { $version }
cds-dead = The record says that this person has died. Nothing was assessed.
cds-crisis = Thoughts of ending life were mentioned in the questionnaire. Speak with this person first.
cds-open = Back massage: not decided yet. { $count ->
    [one] { $count } answer is missing
   *[other] { $count } answers are missing
  }; the record alone cannot give them.
cds-clear = Back massage: go ahead gently. { $why }
cds-modified = Back massage: yes, within limits. { $why }
cds-medical-first = Back massage: examine first. { $why }
cds-urgent = No massage now: a doctor today. { $why }
cds-emergency = No massage: emergency help now. { $why }
cds-reasons = Why
cds-from = In the record: { $what }.
cds-limits = Limits
cds-asks = The record makes these matter. Ask them
cds-differs = The questionnaire says otherwise than the record. The more careful of the two counts until somebody has asked
cds-because = { $question } (in the record: { $what })
cds-unknown = Not known
cds-unmapped = In the record, and not used for this: no rule here speaks of it, or its code is not known here
cds-not-used = In the record, and not read
cds-left = { $what }: { $why }
cds-why-modifier = it carries a modifier that may turn its meaning round
cds-why-other-person = it is about somebody else
cds-why-not-so = it is marked as refuted, stopped before it began, or entered in error
cds-why-old = it has no date, so it does not say how things are now
cds-why-unit = its unit or its form is not read here
cds-why-missing = what it refers to did not come along
cds-fetched = What came along
cds-not-sent = { $what }: not sent
cds-nothing = { $what }: looked for, none there. That is no proof that there are none
cds-failed = { $what }: could not be had
cds-partly = { $what }: there may be more than was sent
cds-key-patient = the person's own data
cds-key-conditions = conditions
cds-key-statements = medicines that are taken
cds-key-requests = medicines that are ordered
cds-key-observations = measurements
cds-key-responses = the completed questionnaire
cds-more = { $count ->
    [one] and { $count } more
   *[other] and { $count } more
  }
cds-form-none = The questionnaire has not been filled in. With it, the whole decision is given.
cds-form-unreadable = There is a questionnaire, and it could not be read: it may be of another version.
cds-form-read = The questionnaire of { $day } was read. Answers that grow old quickly are asked for again.
cds-absence = What the record does not hold was not read as a no. Everything taken from it is a proposal: ask the person.
cds-day = This is how it stands today. The answers have to be given again for the day of the appointment.
cds-unreviewed = No clinician has signed these rules yet.
cds-link-rule = The rule: { $rule }
cds-link-form = The questionnaire (FHIR)
cds-override-examined = Already examined, and nothing has changed since
cds-override-will-examine = Will be examined before the massage
cds-override-record-wrong = The record is wrong or out of date
cds-override-not-massage = No massage is meant
cds-override-other = Another reason
cds-draft = Draft a care plan with these limits
cds-draft-what = A care plan as a draft: the massage, its limits, and why
care-plan-title = Back massage
care-plan-massage = Back massage
care-plan-ask = Answers that are missing
care-plan-unreviewed = No clinician has signed these rules yet.

# FHIR at /fhir.
fhir-not-found = There is no such resource here.
fhir-not-served = This is not served here. GET /fhir/metadata says what is.
fhir-method = This address takes GET, or POST for an operation.
fhir-xml = Only JSON is read and written here: application/fhir+json. XML is not.
fhir-large = The body is too long: at most 4096 kilobytes are taken.
fhir-search = The search cannot be read at “{ $what }”: a modifier that is not known for this parameter, a number or date that is none, or too long a query.
fhir-chain = The search follows references at “{ $what }” to more than is looked up in one go. Name fewer of them, or search in two steps.
fhir-strict = “{ $what }” is not known here, and strict handling was asked for.
fhir-parameters = Expected a Parameters resource.
fhir-subject = Expected a parameter `subject`: a reference to the person, such as Patient/7.
fhir-broken = Something went wrong here.
fhir-letter-lacks = There is no file of this letter: no font on the computer that Supple runs on has these letters: { $what }. Have a font installed there that has them, such as one of the Noto family, and ask again, or print the page “Letter” in the browser.
fhir-valid = Every item can be read, and no answer is of another kind than its question asks for.
fhir-proposed = { $question }: proposed from { $from } ({ $what }). Ask the person.
fhir-proposed-dated = { $question }: proposed from { $from } ({ $what }, { $date }). Ask the person.
fhir-unmapped = { $what }: no question here rests on it, or its code is not known here.
fhir-implementation = What Supple knows of whether a back may be massaged, the decision for answers that are sent along, and what a practice and its clients' records hold.
fhir-server = The form, the rules and their logic are read and searched for by everybody. Operations take the answers and the record in the call: `$apply` and `$populate` a `data` Bundle or a `response`, beside the parameters of the standard; nothing of that is kept. What a practice and its clients' records hold is for programs with a token; a record, where its person lets them. A search of records names clients. What a record does not hold is never read as a no.
fhir-security = What Supple knows is read without signing in. What a practice or a record holds needs a token with SMART scopes, which the practice's owner makes, or access that a client asks for by its key or its secret (/oauth/token). An operation at a practice needs a token of a system that it has let in, signed for that very address (ES384 or RS384), valid now and used once.
