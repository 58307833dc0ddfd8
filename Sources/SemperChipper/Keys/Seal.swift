import SemperCryptography

/// The eight bytes that authenticate a message: the first half of an AES-CMAC tag.
///
/// Eight bytes are enough because each card and each number has a key of its own and one wrong seal ends the transaction.
/// Two are compared in constant time.
public struct Seal: Sendable, Hashable, CustomStringConvertible {
  public static let size = 8
  public let bytes: [UInt8]

  /// The first eight of at least eight bytes.
  init(_ bytes: [UInt8]) {
    precondition(bytes.count >= Self.size)
    self.bytes = Array(bytes.prefix(Self.size))
  }

  public static func == (left: Seal, right: Seal) -> Bool { ConstantTime.equal(left.bytes, right.bytes) }

  public var description: String { bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined() }
}

extension FieldReader {
  mutating func seal() -> Seal { Seal(bytes(Seal.size)) }
}
