import SemperCoding
import SemperTesting
import Testing

@testable import SemperTerms

/// The JSON Schema that serves editors, as we read it and as somebody else does.
@Suite struct SchemaTests {
  /// Every member of sound terms taken away, replaced by something of another kind, or put beside one that nobody knows.
  private static func changes(of json: JSON, at place: [String] = []) -> [(place: [String], value: JSON?)] {
    var changes = [(place: [String], value: JSON?)]()
    if !place.isEmpty {
      changes += [(place, nil), (place, place.count % 2 == 0 ? 7.json : .array([])), (place, "".json)]
    }
    switch json {
    case .object(let object):
      changes.append((place + ["unknown-member"], "x".json))
      for member in object.members { changes += Self.changes(of: member.value, at: place + [member.name]) }
    case .array(let list):
      for (number, element) in list.enumerated() { changes += Self.changes(of: element, at: place + ["\(number)"]) }
    case .null, .bool, .integer, .number, .string: break
    }
    return changes
  }

  @Test func anotherValidatorSaysTheSame() throws {
    let sound = try Services.authored(Services.sale())
    let changes = Self.changes(of: sound)
    let instances = [sound] + changes.map { sound.changing($0.place, to: $0.value) }
    let schema = try CanonicalJSON.parse(TermsSchema.file)
    let task = JSON.fields(["instances": .array(instances), "schema": schema])
    let answer = try CanonicalJSON.parse(Oracle.python("terms_schema", CanonicalJSON.encode(task)))
    let theirs = try [Bool](json: answer)
    #expect(theirs.count == instances.count && theirs[0] && theirs.contains(false))
    for (number, instance) in instances.enumerated() {
      let findings = TermsSchema.terms.findings(instance)
      let ours = findings.isEmpty
      let place = number == 0 ? "" : "\(changes[number - 1])"
      #expect(ours == theirs[number], "\(place): ours \(ours)")
      #expect(findings.allSatisfy { Advice.isRemedy($0.fix) }, "\(place): \(findings.map(\.fix))")
    }
  }
}
