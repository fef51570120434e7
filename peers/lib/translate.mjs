// CQL to ELM with the published translator. The package does not load the description of CQL's own types, so it is given here.
import { CqlCompilerOptions, CqlTranslator, LibraryManager, ModelManager, createModelInfoProvider, stringAsSource } from "@cqframework/cql/cql-to-elm";

const simple = ["Boolean", "Integer", "Long", "Decimal", "String", "DateTime", "Date", "Time"];
const classes = {
  Quantity: { value: "Decimal", unit: "String" },
  Ratio: { numerator: "Quantity", denominator: "Quantity" },
  Code: { code: "String", system: "String", version: "String", display: "String" },
  Vocabulary: { id: "String", version: "String", name: "String" },
};

const element = ([name, type]) => `<element name="${name}" type="System.${type}"/>`;
const system = `<?xml version="1.0" encoding="UTF-8"?>
<modelInfo name="System" version="1.0.0" url="urn:hl7-org:elm-types:r1" targetQualifier="system"
  xmlns="urn:hl7-org:elm-modelinfo:r1" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<typeInfo xsi:type="SimpleTypeInfo" name="System.Any"/>
${simple.map((name) => `<typeInfo xsi:type="SimpleTypeInfo" name="System.${name}" baseType="System.Any"/>`).join("\n")}
${Object.entries(classes).map(([name, elements]) => `<typeInfo xsi:type="ClassInfo" name="System.${name}" baseType="System.Any">${Object.entries(elements).map(element).join("")}</typeInfo>`).join("\n")}
<typeInfo xsi:type="ClassInfo" name="System.ValueSet" baseType="System.Vocabulary"/>
<typeInfo xsi:type="ClassInfo" name="System.CodeSystem" baseType="System.Vocabulary"/>
<typeInfo xsi:type="ClassInfo" name="System.Concept" baseType="System.Any"><element name="codes"><typeSpecifier xsi:type="ListTypeSpecifier" elementType="System.Code"/></element><element name="display" type="System.String"/></typeInfo>
</modelInfo>`;

/** The ELM of a library, as an object. Throws with every complaint of the translator, warnings included. */
export function translate(cql) {
  const models = new ModelManager();
  models.modelInfoLoader.registerModelInfoProvider(createModelInfoProvider((id) => (id === "System" ? stringAsSource(system) : null)));
  const options = new CqlCompilerOptions();
  options.setOptions([]);
  const translator = CqlTranslator.fromText(cql, new LibraryManager(models, options));
  const elm = JSON.parse(translator.toJson());
  const complaints = elm.library.annotation.filter((one) => one.type === "CqlToElmError");
  if (complaints.length > 0) {
    throw new Error(complaints.map((one) => `${one.startLine}: ${one.message}`).join("\n"));
  }
  return elm;
}
