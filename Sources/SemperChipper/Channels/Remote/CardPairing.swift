public import SemperCoding
public import SemperCryptography
import SemperModel

/// The secret that a terminal and a remote card service share, and how it seals what they say to each other.
///
/// A request is bound to one start of the service, one conversation and one number in it; an answer to its request. It prints
/// nothing of the secret.
public struct CardPairing: Sendable, Discreet {
  public static let size = 32
  private let key: [UInt8]

  /// Refuses anything but 32 bytes.
  public init(secret: [UInt8]) throws(CodingError) {
    guard secret.count == Self.size else { throw CodingError(.wrongForm, "a pairing secret has \(Self.size) bytes") }
    key = secret
  }

  public var description: String { "card pairing" }

  /// One command in its place in a conversation.
  struct Order: Hashable {
    static let headerSize = 16 + 4

    let conversation: [UInt8]
    let number: UInt32
    let command: [UInt8]

    var bytes: [UInt8] { conversation + number.field + command }

    init(conversation: [UInt8], number: UInt32, command: [UInt8]) {
      self.conversation = conversation
      self.number = number
      self.command = command
    }

    /// `nil` when there is no command in it.
    init?(bytes: [UInt8]) {
      guard bytes.count > Self.headerSize, bytes.count <= Self.headerSize + CommandAPDU.largest else { return nil }
      var fields = FieldReader(bytes)
      self.init(
        conversation: fields.bytes(16), number: fields.integer(), command: fields.bytes(bytes.count - Self.headerSize))
    }
  }

  func seal(_ order: Order, start: [UInt8]) throws -> [UInt8] {
    try SecretBox.seal(order.bytes, key: key, context: DigestPurpose.remoteCard.tag + [0] + start)
  }

  func order(_ sealed: [UInt8], start: [UInt8]) throws -> Order? {
    Order(bytes: try SecretBox.open(sealed, key: key, context: DigestPurpose.remoteCard.tag + [0] + start))
  }

  func seal(answer: [UInt8], to request: [UInt8]) throws -> [UInt8] {
    try SecretBox.seal(answer, key: key, context: DigestPurpose.remoteCard.tag + [1] + Digest(plain: request).bytes)
  }

  func answer(_ sealed: [UInt8], to request: [UInt8]) throws -> [UInt8] {
    try SecretBox.open(
      sealed, key: key, context: DigestPurpose.remoteCard.tag + [1] + Digest(plain: request).bytes)
  }
}
