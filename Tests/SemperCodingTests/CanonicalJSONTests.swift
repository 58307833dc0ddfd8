import Foundation
import SemperCoding
import SemperTesting
import Testing

/// The canonical form against the published vectors, the table of RFC 8785 and itself.
@Suite struct CanonicalJSONTests {
  private static let vectors = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Vectors/jcs")
  private static let fractions = DecodingLimits(allowsFractions: true)

  @Test(arguments: ["arrays", "french", "structures", "unicode", "values", "weird"])
  func publishedVector(_ name: String) throws {
    let input = try Array(Data(contentsOf: Self.vectors.appending(path: "input/\(name).json")))
    let output = try Array(Data(contentsOf: Self.vectors.appending(path: "output/\(name).json")))
    let value = try CanonicalJSON.parse(input, limits: Self.fractions)
    #expect(CanonicalJSON.encode(value) == output)
    #expect(try CanonicalJSON.decode(output, limits: Self.fractions) == value)
  }

  /// RFC 8785 appendix B, without the two values that JSON cannot write.
  private static let numbers: [(bits: UInt64, text: String)] = [
    (0x0000_0000_0000_0000, "0"), (0x8000_0000_0000_0000, "0"), (0x0000_0000_0000_0001, "5e-324"),
    (0x8000_0000_0000_0001, "-5e-324"), (0x7fef_ffff_ffff_ffff, "1.7976931348623157e+308"),
    (0xffef_ffff_ffff_ffff, "-1.7976931348623157e+308"), (0x4340_0000_0000_0000, "9007199254740992"),
    (0xc340_0000_0000_0000, "-9007199254740992"), (0x4430_0000_0000_0000, "295147905179352830000"),
    (0x44b5_2d02_c7e1_4af5, "9.999999999999997e+22"), (0x44b5_2d02_c7e1_4af6, "1e+23"),
    (0x44b5_2d02_c7e1_4af7, "1.0000000000000001e+23"), (0x444b_1ae4_d6e2_ef4e, "999999999999999700000"),
    (0x444b_1ae4_d6e2_ef4f, "999999999999999900000"), (0x444b_1ae4_d6e2_ef50, "1e+21"),
    (0x3eb0_c6f7_a0b5_ed8c, "9.999999999999997e-7"), (0x3eb0_c6f7_a0b5_ed8d, "0.000001"),
    (0x41b3_de43_5555_5553, "333333333.3333332"), (0x41b3_de43_5555_5554, "333333333.33333325"),
    (0x41b3_de43_5555_5555, "333333333.3333333"), (0x41b3_de43_5555_5556, "333333333.3333334"),
    (0x41b3_de43_5555_5557, "333333333.33333343"), (0xbecb_f647_612f_3696, "-0.0000033333333333333333"),
    (0x4314_3ff3_c1cb_0959, "1424953923781206.2"),
  ]

  @Test(arguments: numbers) func numberOfAppendixB(_ bits: UInt64, _ text: String) throws {
    let number = Double(bitPattern: bits)
    #expect(String(decoding: CanonicalJSON.encode(.number(number)), as: UTF8.self) == text)
    #expect(try CanonicalJSON.parse(Array(text.utf8), limits: Self.fractions) == .number(number))
  }

  @Test func numbersSurviveWritingAndParsing() throws {
    var generator = SeededGenerator(seed: 8785)
    for _ in 0..<20_000 {
      let number = RandomJSON.number(using: &generator)
      let bytes = CanonicalJSON.encode(.number(number))
      #expect(try CanonicalJSON.decode(bytes, limits: Self.fractions) == .number(number))
      #expect(Double(String(decoding: bytes, as: UTF8.self)) == number)
    }
  }

  @Test(arguments: [false, true]) func valuesSurviveWritingAndParsing(_ fractions: Bool) throws {
    var generator = SeededGenerator(seed: fractions ? 1 : 2)
    let limits = DecodingLimits(allowsFractions: fractions)
    for _ in 0..<2_000 {
      let value = RandomJSON.value(using: &generator, fractions: fractions)
      let bytes = CanonicalJSON.encode(value)
      #expect(try CanonicalJSON.decode(bytes, limits: limits) == value)
    }
  }

  @Test(arguments: [
    #"{"b":1,"a":2}"#, #"{ "a":1}"#, "[1, 2]", "[1]\n", #""\u0041""#, #""\/""#, #""\u000A""#,
    #""é""#.replacing("é", with: #"\u00e9"#),
    #"{"\uD83D\uDE00":1}"#,
  ])
  func otherSpellingsAreParsedButNotCanonical(_ text: String) throws {
    _ = try CanonicalJSON.parse(Array(text.utf8))
    let error = #expect(throws: CodingError.self) { try CanonicalJSON.decode(Array(text.utf8)) }
    #expect(error?.code == .notCanonical)
  }

  /// UTF-16 order puts U+10000 and above (surrogates) before U+E000 to U+FFFF, unlike UTF-8.
  @Test func namesAreOrderedByUTF16() {
    let object = JSON.object(JSONObject([("\u{FB33}", 1.json), ("\u{1F600}", 2.json), ("a", 3.json), ("", 4.json)]))
    #expect(
      String(decoding: CanonicalJSON.encode(object), as: UTF8.self) == "{\"\":4,\"a\":3,\"\u{1F600}\":2,\"\u{FB33}\":1}"
    )
  }

  /// Names of every length in UTF-8, in any order, against the standard library's comparison of UTF-16.
  @Test func anyNamesAreOrderedByUTF16() {
    var generator = SeededGenerator(seed: 8785)
    let scalars = Array(
      "a~\u{7F}\u{80}\u{7FF}\u{800}\u{D7FF}\u{E000}\u{FFFD}\u{10000}\u{FFFFF}\u{10FFFF}".unicodeScalars)
    for _ in 0..<2_000 {
      let names = Set(
        (0..<4).map { _ in
          String(String.UnicodeScalarView((0..<3).map { _ in scalars.randomElement(using: &generator)! }))
        }.map { Array($0.utf16) })
      let object = JSONObject(names.map { (String(decoding: $0, as: UTF16.self), 1.json) })
      #expect(object.members.map { Array($0.name.utf16) } == names.sorted { $0.lexicographicallyPrecedes($1) })
    }
  }

  /// Each character, wherever it stands in the words of eight bytes that are looked through.
  @Test func whatNeedsAnEscapeHasOneAnywhere() throws {
    for scalar in (0...0xFF).compactMap({ Unicode.Scalar(UInt8($0)) }) {
      let isEscaped = scalar.value < 0x20 || scalar == "\"" || scalar == "\\"
      for (before, after) in (0..<18).map({ ($0, 17 - $0) }) + [(0, 0), (7, 0), (8, 0)] {
        let text = String(repeating: "~", count: before) + String(scalar) + String(repeating: " ", count: after)
        let written = CanonicalJSON.encode(.string(text))
        #expect((written != Array("\"\(text)\"".utf8)) == isEscaped, "\(scalar.value) after \(before)")
        #expect(try CanonicalJSON.decode(written) == .string(text))
      }
    }
  }

  /// To `String ==` these are one text.
  @Test func unicodeEquivalentsAreDifferentValues() throws {
    #expect(JSON.string("\u{E9}") != .string("e\u{301}"))
    let both = Array("{\"e\u{301}\":1,\"\u{E9}\":2}".utf8)
    #expect(try CanonicalJSON.decode(both)["\u{E9}"] == 2.json)
  }

  @Test func equalityIsEqualityOfBytes() {
    #expect(JSON.integer(5) == .number(5.0) && JSON.number(-0.0) == .integer(0) && JSON.integer(5) != .number(5.5))
  }
}
