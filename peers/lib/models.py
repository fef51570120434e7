"""A clinic's script in Python at the running product: fhirpy finds a time, holds and books it, hands in the questionnaire and reads what
comes of it; fhir.resources (R4B) reads every resource into its typed models. Neither was written here.

Usage: models.py BASE TOKEN RESPONSE.json EXPORT.json RECORD.json
"""

import base64
import datetime
import json
import sys

from fhir.resources.R4B import get_fhir_model_class
from fhirpy import SyncFHIRClient
from fhirpy.base.exceptions import OperationOutcome

base, token, response_file, export_file, record_file = sys.argv[1:]
complaints, counted = [], {}


def expect(truth, what):
    if not truth:
        complaints.append(what)


def check(resource):
    """Reads a resource, and those within it, into the typed model; what is written back has to be what was read."""
    data = json.loads(json.dumps(resource))
    kind = data["resourceType"]
    counted[kind] = counted.get(kind, 0) + 1
    try:
        model = get_fhir_model_class(kind).model_validate(data)
        if json.loads(model.model_dump_json()).keys() != data.keys():
            complaints.append(f"{kind}: other fields are written than were read")
    except Exception as error:  # noqa: BLE001 - whatever it says is what is to be seen
        complaints.append(f"{kind} {data.get('id')}: {str(error)[:400]}")
    return resource


client = SyncFHIRClient(f"{base}/fhir", authorization=f"Bearer {token}")


def all_of(kind, count=20, **wanted):
    found = client.resources(kind).search(**wanted).limit(count).fetch()
    return [check(one) for one in found]


for file in (export_file, record_file):
    bundle = check(json.load(open(file)))
    for entry in bundle["entry"]:
        check(entry["resource"])

check(client.execute("metadata", method="get"))
patients = all_of("Patient")
expect(len(patients) == 1, f"{len(patients)} patients")
patient = patients[0]["id"]
subject = {"reference": f"Patient/{patient}"}

# A time, held and then booked.
slots = client.resources("Slot").search(status="free").sort("start").limit(5).fetch()
expect(len(slots) > 0, "no time is free")
check(slots[0])
held = client.resource(
    "Appointment",
    status="pending",
    slot=[{"reference": f"Slot/{slots[0]['id']}"}],
    participant=[{"actor": subject, "status": "accepted"}],
)
held.save()
expect(check(held)["status"] == "pending", "it is not held")
held["status"] = "booked"
held.save()
expect(check(held)["status"] == "booked", "it is not booked")
try:
    again = client.resource("Appointment", status="booked", slot=held["slot"], participant=held["participant"])
    again.save()
    expect(False, "a time was booked twice")
except OperationOutcome as refused:
    check(refused.resource)

# The questionnaire in, the decision and the plan out.
form = json.load(open(response_file))
form.update(subject=subject, authored=datetime.datetime.now(datetime.timezone.utc).isoformat())
kept = client.resource(**{**form, "resource_type": form.pop("resourceType")})
kept.save()
check(kept)
plans = all_of("CarePlan", patient=patient)
expect(plans and any(not one["detail"].get("doNotPerform") for one in plans[0]["activity"]), "no plan for somebody who may be massaged")
for kind in ("GuidanceResponse", "Goal", "Observation", "Flag", "DetectedIssue", "ServiceRequest", "Provenance", "AuditEvent", "Procedure"):
    all_of(kind, patient=patient)
outcomes = all_of("Observation", patient=patient, code="http://loinc.org|91147-9")
expect(outcomes and outcomes[0]["valueQuantity"]["value"] == 4, "the outcome that was told is not there")
letters = all_of("DocumentReference", patient=patient)
letter = check(client.execute(letters[0]["content"][0]["attachment"]["url"].removeprefix(f"{base}/fhir/"), method="get"))
expect(base64.b64decode(letter["data"])[:5] == b"%PDF-", "the letter is no PDF")
everything = check(client.execute(f"Patient/{patient}/$everything", method="get"))
for entry in everything["entry"]:
    check(entry["resource"])
for kind in ("Organization", "Location", "HealthcareService", "Practitioner", "PractitionerRole", "Schedule", "AppointmentResponse", "Consent"):
    expect(all_of(kind, **({"patient": patient} if kind == "Consent" else {})), f"no {kind}")

for one in dict.fromkeys(complaints):
    print(one, file=sys.stderr)
kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(counted.items()))
print(f"by fhir.resources and fhirpy: {sum(counted.values())} resources: {kinds}; {len(complaints)} complaints")
sys.exit(1 if complaints else 0)
