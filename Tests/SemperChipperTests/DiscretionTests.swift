import CardTrials
import SemperCryptography
import SemperModel
import SemperTesting
import Testing

@testable import SemperChipper

/// Who prints a card, a module or a letter about one learns no key and no PIN.
@Suite struct DiscretionTests {
  private static func expectNothing<Value>(
    _ secrets: [[UInt8]], words: [String] = [], in value: Value, at place: SourceLocation = #_sourceLocation
  ) {
    let found = SecretSearch.findings(of: secrets, words: words, in: value)
    #expect(found.isEmpty, "\(Value.self) tells \(found)", sourceLocation: place)
  }

  @Test func keysOfCardsTellNothing() {
    let key = CardKey(bytes: [UInt8](101...116))
    Self.expectNothing([key.bytes], in: key)
    let tag = key.key.tag(over: [1] + Array("SK".utf8) + [0] + UInt16(7).field)
    Self.expectNothing([key.bytes, tag], in: key.session(7))
  }

  @Test func purseAndModuleTellNothing() async throws {
    let world = try await PurseWorld.make()
    let purse = try PurseState(bytes: try await world.purse().state())
    let keys = [purse.loadKey, purse.purchaseKey, purse.updateKey].map(\.bytes) + [purse.pin.block]
    Self.expectNothing(keys, in: purse)
    Self.expectNothing(keys, in: Purse(purse))
    Self.expectNothing(
      keys, words: ["2580"],
      in: IssuedPurse(number: CardNumber(7), purse: Purse(purse), pin: "2580", expires: PurseWorld.now))
    var generator = SystemRandomNumberGenerator()
    let issued = try await world.provider.handOut(to: world.merchant.thumbprint, using: &generator)
    Self.expectNothing([issued.purchaseKey.bytes, issued.state.collectionKey.bytes], in: issued)
    Self.expectNothing([issued.state.collectionKey.bytes], in: issued.state)
    let masters = try KeyUse.allCases.map { try #require(world.provider.keys.master($0) as? CMACKey).bytes }
    Self.expectNothing(masters, in: world.provider.keys)
  }

  @Test func lettersTellNothing() {
    let secret = [UInt8](101...132)
    Self.expectNothing([secret], in: ModuleLetter(module: CardNumber(7), secret: secret))
    Self.expectNothing(
      [secret], words: ["2580"], in: PurseLetter(card: secret, pin: "2580", expires: PurseWorld.now))
  }
}
