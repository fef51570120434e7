# What the answers format says about an input. `problem-<code>`, one for each code of the format.

api-title = The answers cannot be read
api-detail =
    { $count ->
        [one] There is one problem. Correct it and send the answers again.
       *[other] There are { $count } problems. Correct them and send the answers again.
    }
api-large = The body may hold at most { $kilobytes } kilobytes.
api-not-found = There is no such address. /api/v1/openapi.json lists those that there are.
api-type = Send the answers as application/json or application/toml, and say which in content-type.
api-type-json = Send application/json, and say so in content-type.
api-length = The body could not be read to its end.

problem-syntax = This is not well-formed, at line { $line }, column { $column }. Numbers are written with digits, texts in double quotes, and nothing is left open. The smallest input is { $example }
problem-no-number = “{ $value }” is not a number that can be read, at line { $line }, column { $column }. Write a whole number, or "unknown".
problem-empty = There is nothing here. The smallest input is { $example }
problem-repeated = “{ $name }” stands twice, at line { $line }, column { $column }. Of two answers to one question neither may win, so write it once.
problem-utf8 = The text is not valid UTF-8.
problem-depth = The input is nested too deeply.
problem-object = Expected an object with named fields, such as { $example }
problem-field = There is no field “{ $name }”.
problem-field-near = There is no field “{ $name }”. Did you mean “{ $nearest }”?
problem-question = There is no question “{ $name }”.
problem-question-near = There is no question “{ $name }”. Did you mean “{ $nearest }”?
problem-yes-no = Expected “yes”, “no” or “unknown”.
problem-option = Expected one of: { $options }.
problem-options = Expected a list with some of: { $options }.
problem-number = Expected a whole number from { $min } to { $max }, or “unknown”.
problem-count = Expected a whole number from { $min } to { $max }.
problem-places = Expected a list of at least one place, or “unknown”.
problem-place = There is no place “{ $name }”.
problem-place-near = There is no place “{ $name }”. Did you mean “{ $nearest }”?
problem-no-side = “{ $name }” has no side to choose: leave “side” out.
problem-side = Say which side of “{ $name }”: “left”, “right” or “both”.
problem-text = Expected a text.
problem-intensity = Expected a whole number from 0 to 10, or “unknown”.
problem-list = Expected a list.
problem-truth = Expected true or false.
problem-letters = No letter can be written: no font on this server has these letters: { $letters }. Have a font installed there that has them, such as one of the Noto family, leave the part “name” out, or print the page “Letter” in the browser.
problem-record = Expected a record as “Take it along” writes it. { $why }
problem-date = Expected a date such as 2026-11-21.
problem-future = This date lies in the future.
problem-today = These answers are of { $day }. That day has to lie between { $earliest } and { $latest }, the day after the one they are assessed for. Correct one of the two, or leave this one out to mean the day they are assessed for.
problem-order = The last day lies before the first.
problem-agreed-long = No agreement holds that long. The last day can be { $latest } at most.
problem-rule = There is no rule “{ $name }”.
problem-missing = “{ $name }” is missing.
problem-country = Expected a country code of two letters, such as DE.
problem-country-near = There is no country “{ $name }”. Did you mean { $nearest }? A country is written with two letters, such as DE.
problem-long = This text is too long. At most { $most } characters.
problem-twice = “{ $name }” is marked twice.
metrics-answers-total = Answers since the program began, by class of status.
metrics-answer-seconds = How long answers took until their first byte, in seconds.
metrics-records-up = Whether the records answer and their key is the one that was used to open them.
metrics-witness-up = Whether the witness of the records could be written whenever it had to be.
metrics-start-time-seconds = When the program began, in seconds since 1970.
metrics-build-info = Which program and which knowledge this is.
problem-chart-text = This file is no text that can be read (UTF-8). It may be a picture, a PDF or packed. Ask for FHIR in JSON.
problem-chart-xml = This file is XML. Only FHIR in JSON is read here. Ask for the record as FHIR R4 in JSON.
problem-chart-syntax = This is no JSON that can be read: something is wrong at line { $line }, column { $column }. Fetch the file again.
problem-chart-cut = The file ends too early: a part of it is missing. Fetch it again.
problem-chart-empty = Nothing stands in this file.
problem-chart-none = This file is no FHIR record. It should begin with a Bundle or another resource. A file that Supple saved to move is brought back with the command supple record import.
problem-chart-type = A “{ $name }” is no record of a person. Expected a Bundle, or resources such as conditions and medicines.
problem-chart-two = This file is about more than one person. Whose record it is cannot be told, so nothing of it is read. Ask for a file with one person alone.
problem-chart-dead = The file says that its person has died. Nothing of it is read. If that is a mistake, have your clinic correct it.
problem-response = Expected a FHIR QuestionnaireResponse that was not entered in error.
problem-other-person = This is the record of somebody else than the call is about.
problem-modifier = Something here may change what the answer means, and Supple does not know how. Send it without “modifierExtension” and “implicitRules”.
