// What R4 requires (cardinality 1.. in the definitions of 4.0.1): the schema leaves required primitive values out.
const required = {
  Bundle: ["type"],
  "Bundle.link": ["relation", "url"],
  Questionnaire: ["status"],
  "Questionnaire.item": ["linkId", "type"],
  "Questionnaire.item.enableWhen": ["question", "operator", "answer[x]"],
  "Questionnaire.item.answerOption": ["value[x]"],
  Library: ["status", "type"],
  PlanDefinition: ["status"],
  "PlanDefinition.action.condition": ["kind"],
  "PlanDefinition.action.condition.expression": ["language"],
  "PlanDefinition.relatedArtifact": ["type"],
  "PlanDefinition.action.documentation": ["type"],
  ActivityDefinition: ["status"],
  QuestionnaireResponse: ["status"],
  "QuestionnaireResponse.item": ["linkId"],
  CapabilityStatement: ["status", "date", "kind", "fhirVersion", "format"],
  "CapabilityStatement.software": ["name"],
  "CapabilityStatement.implementation": ["description"],
  "CapabilityStatement.rest": ["mode"],
  "CapabilityStatement.rest.resource": ["type"],
  "CapabilityStatement.rest.resource.interaction": ["code"],
  "CapabilityStatement.rest.resource.searchParam": ["name", "type"],
  "CapabilityStatement.rest.resource.operation": ["name", "definition"],
  OperationOutcome: ["issue"],
  "OperationOutcome.issue": ["severity", "code"],
  CarePlan: ["status", "intent", "subject"],
  "CarePlan.activity.detail": ["status"],
  "CarePlan.note": ["text"],
  GuidanceResponse: ["module[x]", "status"],
  "GuidanceResponse.dataRequirement": ["type"],
  Observation: ["status", "code"],
  "Observation.component": ["code"],
  Patient: [],
  Practitioner: [],
  "Practitioner.qualification": ["code"],
  PractitionerRole: [],
  Organization: [],
  Location: [],
  HealthcareService: [],
  Schedule: ["actor"],
  Slot: ["schedule", "status", "start", "end"],
  Appointment: ["status", "participant"],
  "Appointment.participant": ["status"],
  AppointmentResponse: ["appointment", "participantStatus"],
  Goal: ["lifecycleStatus", "description", "subject"],
  ServiceRequest: ["status", "intent", "subject"],
  Procedure: ["status", "subject"],
  "Procedure.performer": ["actor"],
  Flag: ["status", "code", "subject"],
  DetectedIssue: ["status"],
  "DetectedIssue.mitigation": ["action"],
  Consent: ["status", "scope", "category"],
  AuditEvent: ["type", "recorded", "agent", "source"],
  "AuditEvent.agent": ["requestor"],
  "AuditEvent.source": ["observer"],
  Provenance: ["target", "recorded", "agent"],
  "Provenance.agent": ["who"],
  "Provenance.entity": ["role", "what"],
  DocumentReference: ["status", "content"],
  "DocumentReference.content": ["attachment"],
  Binary: ["contentType"],
  "CapabilityStatement.rest.interaction": ["code"],
  "Bundle.entry.response": ["status"],
  Parameters: [],
  "Parameters.parameter": ["name"],
};

/** Every required element that is missing in a resource, and in those within it. */
export function missing(value, path = value.resourceType, found = []) {
  if (Array.isArray(value)) {
    for (const one of value) missing(one, path, found);
    return found;
  }
  if (value === null || typeof value !== "object") return found;
  if (value.resourceType) {
    path = value.resourceType;
    if (!(path in required)) found.push(`nobody says what ${path} requires`);
  }
  for (const name of required[path] ?? []) {
    const there = name.endsWith("[x]") ? Object.keys(value).some((key) => key.startsWith(name.slice(0, -3))) : name in value;
    if (!there) found.push(`${path}.${name} is missing in ${JSON.stringify(value).slice(0, 120)}`);
  }
  for (const [name, inner] of Object.entries(value)) {
    // Items lie within items.
    missing(inner, name === "item" && path.endsWith(".item") ? path : `${path}.${name}`, found);
  }
  return found;
}
