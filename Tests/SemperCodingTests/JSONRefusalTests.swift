import SemperCoding
import Testing

/// What the strict parser refuses, one by one, and the values at the edge that it accepts.
@Suite struct JSONRefusalTests {
  private static func code(_ bytes: [UInt8], _ limits: DecodingLimits = .statement) -> CodingError.Code? {
    do {
      _ = try CanonicalJSON.parse(bytes, limits: limits)
      return nil
    } catch { return error.code }
  }

  private static func nested(_ depth: Int, _ inner: String = "") -> String {
    String(repeating: "[", count: depth) + inner + String(repeating: "]", count: depth)
  }

  @Test(arguments: [
    // Names
    (#"{"a":1,"a":2}"#, CodingError.Code.duplicateName), (#"{"a":1,"b":0,"\u0061":2}"#, .duplicateName),
    (#"{"é":1,"\u00e9":2}"#, .duplicateName), (#"{a:1}"#, .malformed), (#"{"a" 1}"#, .malformed),
    (#"{"a"}"#, .malformed),
    // Commas, ends
    ("[1,]", .malformed), (#"{"a":1,}"#, .malformed), ("[,1]", .malformed), ("[1 2]", .malformed), ("[1]]", .malformed),
    ("1 1", .malformed), ("[1", .malformed), (#"{"a":1"#, .malformed), ("", .malformed), (" ", .malformed),
    ("// a\n1", .malformed), ("\u{FEFF}1", .malformed), ("\u{0B}1", .malformed), ("\u{A0}1", .malformed),
    // Literals
    ("True", .malformed), ("nul", .malformed), ("nulll", .malformed), ("NaN", .malformed), ("Infinity", .malformed),
    ("'a'", .malformed),
    // Numbers
    ("01", .malformed), ("-01", .malformed), ("00", .malformed), ("+1", .malformed), (".5", .malformed),
    ("1.", .malformed),
    ("-", .malformed), ("1e", .malformed), ("1e+", .malformed), ("0x10", .malformed), ("1_000", .malformed),
    ("-0", .outOfRange), ("1.0", .outOfRange), ("1e2", .outOfRange), ("0.5", .outOfRange),
    ("9007199254740992", .outOfRange), ("-9007199254740992", .outOfRange), ("99999999999999999999", .outOfRange),
    // Strings
    (#""\ud800""#, .malformed), (#""\udc00""#, .malformed), (#""\ud800\u0041""#, .malformed),
    (#""\ud800\ud800""#, .malformed),
    (#""\ud800x""#, .malformed), (#""\u12g4""#, .malformed), (#""\u12"#, .malformed), (#""\x41""#, .malformed),
    (#""\U0041""#, .malformed), ("\"a\nb\"", .malformed), ("\"\u{0}\"", .malformed), ("\"\t\"", .malformed),
    (#""a"#, .malformed),
    (#""a\"#, .malformed),
    // Depth
    (nested(33), .tooDeep), (nested(33, "1"), .tooDeep), (nested(5_000), .tooDeep),
  ])
  func refused(_ text: String, _ code: CodingError.Code) {
    #expect(Self.code(Array(text.utf8)) == code)
  }

  @Test(arguments: [
    nested(32), nested(32, "1"), "9007199254740991", "-9007199254740991", "0", #""\ud83d\ude00""#, #""\u0000""#,
    " [ ] ",
    #"{"":0}"#, "\"\u{7F}\u{FFFF}\u{10FFFF}\"",
  ])
  func acceptedAtTheEdge(_ text: String) {
    #expect(Self.code(Array(text.utf8)) == nil)
  }

  @Test(
    arguments: [
      [0x22, 0xFF, 0x22], [0x22, 0xC0, 0xAF, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22],
      [0x22, 0xF4, 0x90, 0x80, 0x80, 0x22],
      [0x22, 0xE2, 0x82, 0x22], [0x22, 0x5C, 0x6E, 0x80, 0x22], [0xFE, 0xFF, 0x00, 0x31],
    ] as [[UInt8]])
  func textThatIsNotUTF8(_ bytes: [UInt8]) {
    #expect(Self.code(bytes) == .malformed)
  }

  @Test func limitsHoldExactly() {
    func array(_ count: Int) -> [UInt8] {
      Array(("[" + repeatElement("0", count: count).joined(separator: ",") + "]").utf8)
    }
    func text(_ count: Int) -> [UInt8] { Array(("\"" + String(repeating: "a", count: count - 2) + "\"").utf8) }
    #expect(Self.code(array(10_000)) == nil)
    #expect(Self.code(array(10_001)) == .tooMany)
    #expect(Self.code(text(1 << 20)) == nil)
    #expect(Self.code(text(1 << 20 + 1)) == .tooLarge)
    #expect(Self.code(text(65), .statement(bytes: 64)) == .tooLarge)
  }

  @Test func fractionsBeyondDoublesAreRefused() {
    let limits = DecodingLimits(allowsFractions: true)
    #expect(Self.code(Array("1e400".utf8), limits) == .outOfRange)
    #expect(Self.code(Array("1.5e3".utf8), limits) == nil)
  }

  /// Every cut of a valid text is refused, whatever is cut off.
  @Test func noPrefixIsAValue() throws {
    let text = Array(#"{"a":[1,true,null,"\u00e9\ud83d\ude00"],"b":{"c":-12}}"#.utf8)
    _ = try CanonicalJSON.parse(text)
    for length in 0..<text.count { #expect(Self.code(Array(text[..<length])) == .malformed) }
  }

  /// Bytes at random never crash the parser, and what it accepts it writes and reads again as the same value.
  @Test func randomBytesAreRefusedOrUnderstood() throws {
    var generator = SeededGenerator(seed: 4)
    let alphabet = Array(#"{}[]",:\ue0123456789.-+truefalsn "#.utf8) + [0x00, 0x80, 0xC3, 0xA9, 0xED, 0xA0, 0xFF]
    for _ in 0..<50_000 {
      let bytes = (0..<Int.random(in: 0...12, using: &generator)).map { _ in
        alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
      }
      guard let value = try? CanonicalJSON.parse(bytes) else { continue }
      #expect(try CanonicalJSON.decode(CanonicalJSON.encode(value)) == value)
    }
  }
}
