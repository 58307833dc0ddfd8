import SemperCoding
import SemperTesting
import Testing

/// Python's `rfc8785` and this library give the same canonical bytes, each for values that the other drew.
@Suite struct CanonicalOracleTests {
  private static let limits = DecodingLimits(bytes: 1 << 26, members: 10_000_000, allowsFractions: true)

  @Test func bothWays() throws {
    var generator = SeededGenerator(seed: 77)
    let texts = (0..<500).map { _ in
      String(decoding: CanonicalJSON.encode(RandomJSON.value(using: &generator, fractions: true)), as: UTF8.self)
    }
    let question = JSON.fields(["draw": 500.json, "values": texts.json])
    let answer = try CanonicalJSON.parse(Oracle.python("jcs", CanonicalJSON.encode(question)), limits: Self.limits)
    let canonical = try [String](json: #require(answer["canonical"]))
    #expect(canonical.count == 500)
    for (ours, theirs) in zip(texts, canonical) { #expect(ours.utf8.elementsEqual(theirs.utf8)) }
    let drawn = try [[String]](json: #require(answer["drawn"]))
    #expect(drawn.count == 500)
    for pair in drawn {
      let ours = CanonicalJSON.encode(try CanonicalJSON.parse(Array(pair[0].utf8), limits: Self.limits))
      #expect(ours == Array(pair[1].utf8))
    }
  }
}
