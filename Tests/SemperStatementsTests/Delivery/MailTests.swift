import SemperCryptography
import SemperModel
import SemperStatements
import SemperTesting
import Testing

/// A message sealed like content opens with its opening, whole or not at all.
@Suite struct MailTests {
  private let message: [UInt8]
  private let secret: ContentSecret
  private let opening: ItemOpening
  private let other: ItemOpening
  private let exchange = "an exchange".documentDigest

  init() {
    var numbers = SeededNumbers(4)
    // Two chunks.
    message = numbers.bytes(70_000)
    secret = ContentSecret(using: &numbers)
    opening = OpeningSecret(using: &numbers).opening(for: "o/mail")
    other = OpeningSecret(using: &numbers).opening(for: "o/mail")
  }

  private func sealed(_ message: [UInt8]) throws -> SealedContent {
    let (bytes, locked) = try MailSealer(message, secret: secret, opening: opening, exchange: exchange).seal()
    return try #require(SealedContent(bytes, lockedAs: locked))
  }

  @Test(arguments: [1, 65_536, 65_537, 70_000])
  func opensToTheMessage(_ length: Int) throws {
    let message = Array(message.prefix(length))
    let sealed = try sealed(message)
    #expect(MailOpener(sealed, exchange: exchange, opening: opening).message() == message)
  }

  @Test func anotherOpeningOrExchangeOpensNothing() throws {
    let sealed = try sealed(message)
    #expect(MailOpener(sealed, exchange: exchange, opening: other).message() == nil)
    #expect(MailOpener(sealed, exchange: "another".documentDigest, opening: opening).message() == nil)
  }

  @Test func theLockFitsTheLengthAndTheBytes() throws {
    let (bytes, locked) = try MailSealer(message, secret: secret, opening: opening, exchange: exchange).seal()
    try locked.check(length: Int64(message.count))
    #expect(throws: Refusal.self) { try locked.check(length: Int64(message.count) + 1) }
    #expect(SealedContent([bytes[0] ^ 1] + bytes.dropFirst(), lockedAs: locked) == nil)
    let again = try MailSealer(message, secret: secret, opening: opening, exchange: exchange).seal()
    #expect(again.bytes == bytes)
    #expect(again.locked == locked)
  }

  @Test func anEmptyMessageIsRefused() {
    #expect(throws: Refusal.self) {
      try MailSealer([], secret: secret, opening: opening, exchange: exchange)
    }
  }
}
