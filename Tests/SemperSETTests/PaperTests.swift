import SemperCoding
import SemperModel
import Testing

@testable import SemperSET

/// The messages of SET that a payment's sides hand each other.
@Suite struct PaperTests {
  @Test func aPaperHoldsAsManyMessagesAsItsStepHas() throws {
    let paper = SETPaper([[1], [2]]).canonicalBytes
    #expect(try SETPaper(paper, of: 2).messages == [[1], [2]])
    for count in [1, 3] {
      let refusal = #expect(throws: Refusal.self) { try SETPaper(paper, of: count) }
      #expect(refusal?.code == .malformed)
    }
  }

  @Test func aPaperIsBounded() throws {
    func read(_ messages: [[UInt8]]) throws -> Int { try SETPaper(json: SETPaper(messages).json).messages.count }
    let large = [UInt8](repeating: 0, count: MessageWrapper.largest)
    #expect(try read(Array(repeating: [0], count: 5)) == 5)
    #expect(try read([large]) == 1)
    #expect(throws: CodingError.self) { try read(Array(repeating: [0], count: 6)) }
    #expect(throws: CodingError.self) { try read([large + [0]]) }
  }
}
