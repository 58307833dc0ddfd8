import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperSET

/// Who prints a card, a letter about one, or a brand as it is kept learns no number, no code and no key.
@Suite struct DiscretionTests {
  private static func expectNothing<Value>(
    _ secrets: [[UInt8]], words: [String] = [], in value: Value, at place: SourceLocation = #_sourceLocation
  ) {
    let found = SecretSearch.findings(of: secrets, words: words, in: value)
    #expect(found.isEmpty, "\(Value.self) tells \(found)", sourceLocation: place)
  }

  @Test func cardsTellNothing() throws {
    var generator = SystemRandomNumberGenerator()
    let (number, expiry) = (CardNumber.test(4711), try CardExpiry("203012"))
    let card = Card(number: number, expiry: expiry, secret: PANSecret(using: &generator))
    Self.expectNothing([card.secret.bytes], words: [number.digits, expiry.digits], in: card)
    let letter = CardLetter(number: number, expiry: expiry, code: "a code by letter")
    Self.expectNothing([], words: [number.digits, expiry.digits, "a code"], in: letter)
  }

  @Test func aBrandAsItIsKeptTellsNothing() async throws {
    let ceremony = try await Market.shared.value.ceremony
    let pepper = [UInt8](101...132)
    let desk = ceremony.cardholders
    let keys =
      [pepper, ceremony.nextRoot.rawRepresentation, ceremony.root.key.rawRepresentation]
      + [desk.identity.key.rawRepresentation, Array(desk.transport.key.derRepresentation.suffix(64))]
    Self.expectNothing(keys, in: StoredBrand(ceremony, pepper: pepper))
    Self.expectNothing(keys, in: StoredAuthority(ceremony.root))
    Self.expectNothing(keys, in: StoredDesk(desk))
    Self.expectNothing(keys, in: ceremony)
  }
}
