import SemperCommunication
import Testing

@Suite("Queries and forms")
struct FormTextTests {
  @Test("what is written is read back")
  func roundTrip() {
    for values in [[:], ["a": ""], ["a b": "ä&=+%\u{0}\n", "z": "1"], ["日本": "語"]] as [[String: String]] {
      #expect(FormText.parse(FormText.write(values)) == values)
    }
    #expect(FormText.parse("a=two+words&b") == ["a": "two words", "b": ""])
  }

  @Test(arguments: ["a=1&a=2", "=1", "&", "a=%", "a=%4", "a=%zz", "a=%ff", "a=ä", "a= b", "a=1&"])
  func refused(_ text: String) { #expect(FormText.parse(text) == nil) }

  @Test("too many pairs are refused")
  func bounded() {
    let pairs = (0..<101).map { "n\($0)=1" }
    #expect(FormText.parse(pairs.joined(separator: "&")) == nil)
    #expect(FormText.parse(pairs.dropLast().joined(separator: "&"))?.count == 100)
  }
}
