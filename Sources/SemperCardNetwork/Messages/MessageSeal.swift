public import SemperCoding
public import SemperCryptography

/// The authentication code of a message in its last data element, 64 or 128: the first 64 bits of HMAC-SHA-256 over all bytes
/// before it, under a key that gateway and issuer share.
///
/// The standard leaves the algorithm to the two sides. Without it, whoever reaches the issuer's port could move money.
public struct MessageSeal: Sendable, Discreet {
  private static let size = 16
  private let key: [UInt8]

  /// - Precondition: the key has 32 bytes.
  public init(key: [UInt8]) {
    precondition(key.count == 32, "the key between gateway and issuer has 32 bytes")
    self.key = key
  }

  /// The bytes of a message with its code.
  public func sealed(_ message: CardMessage) throws(CodingError) -> [UInt8] {
    var message = message
    let element = Self.element(of: message)
    try message.set(element, String(repeating: "0", count: Self.size))
    let body = Array(message.encoded.dropLast(Self.size))
    return body + code(body)
  }

  /// The message without its code. Refuses one without a code, with a wrong one, or of another form.
  public func open(_ bytes: [UInt8]) throws(CodingError) -> CardMessage {
    guard bytes.count > Self.size, ConstantTime.equal(code(Array(bytes.dropLast(Self.size))), bytes.suffix(Self.size))
    else { throw CodingError(.malformed, "the message is not authentic: its code is missing or wrong") }
    var message = try CardMessage(decoding: bytes)
    let last = message.elements.keys.max() ?? 0
    try message.set(last, nil)
    guard last == Self.element(of: message) else {
      throw CodingError(.malformed, "the message's code is not its last element")
    }
    return message
  }

  private static func element(of message: CardMessage) -> Int {
    message.elements.keys.contains { $0 > 64 } ? 128 : 64
  }

  private func code(_ body: [UInt8]) -> [UInt8] {
    MessageCode.code(of: body, key: key).prefix(Self.size / 2).flatMap { byte in
      let digits = String(byte, radix: 16, uppercase: true)
      return Array((digits.count == 1 ? "0" + digits : digits).utf8)
    }
  }
}

extension ConstantTime {
  fileprivate static func equal(_ left: [UInt8], _ right: ArraySlice<UInt8>) -> Bool { equal(left, Array(right)) }
}
