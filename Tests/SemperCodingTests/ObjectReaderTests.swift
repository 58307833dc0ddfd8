import SemperCoding
import Testing

private enum Colour: String, CanonicalValue {
  case red = "RED"
  case pink = "PINK"
}

/// The reader refuses what is missing, unknown or of the wrong type, and says where.
@Suite struct ObjectReaderTests {
  private static func read(_ text: String) throws -> (Int, String?, [Bool]) {
    var fields = try ObjectReader(CanonicalJSON.parse(Array(text.utf8)))
    let result: (Int, String?, [Bool]) = (try fields.value("K"), try fields.optional("note"), try fields.value("flags"))
    try fields.close()
    return result
  }

  @Test func readsWhatItIsAskedFor() throws {
    let found = try Self.read(#"{"K":7,"flags":[true,false],"note":"x"}"#)
    #expect(found.0 == 7 && found.1 == "x" && found.2 == [true, false])
    #expect(try Self.read(#"{"K":7,"flags":[]}"#).1 == nil)
  }

  @Test(arguments: [
    ("[]", CodingError.Code.wrongType, []), (#"{"flags":[]}"#, .missing, []),
    (#"{"K":"7","flags":[]}"#, .wrongType, ["K"]),
    (#"{"K":7,"flags":[true,1]}"#, .wrongType, ["flags", "[1]"]),
    (#"{"K":7,"flags":[],"note":null}"#, .wrongType, ["note"]),
    (#"{"K":7,"flags":[],"more":1}"#, .unknownMember, []),
    // The Kelvin sign, which String == takes for the letter K.
    ("{\"K\":7,\"\u{212A}\":8,\"flags\":[]}", .unknownMember, []), ("{\"\u{212A}\":8,\"flags\":[]}", .missing, []),
  ])
  func refuses(_ text: String, _ code: CodingError.Code, _ place: [String]) {
    let error = #expect(throws: CodingError.self) { try Self.read(text) }
    #expect(error?.code == code)
    #expect(error?.place == place)
  }

  @Test func aClosedSetOfWordsIsClosed() throws {
    #expect(try Colour(json: .string("PINK")) == .pink)
    for word in ["pink", "PIN\u{212A}", "PINK ", "", "GREEN"] {
      #expect(throws: CodingError.self) { try Colour(json: .string(word)) }
    }
  }

  @Test func errorsNeverShowLongInput() {
    let secret = String(repeating: "s", count: 500)
    let error = #expect(throws: CodingError.self) { try Colour(json: .string(secret)) }
    #expect((error?.description.utf8.count ?? 999) < 120)
  }
}
