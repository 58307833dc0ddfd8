import Crypto

/// HMAC-SHA-256 (RFC 2104): who knows the key can make and check it, and nobody else.
public enum MessageCode {
  public static func code(of message: [UInt8], key: [UInt8]) -> [UInt8] {
    Array(HMAC<SHA256>.authenticationCode(for: message, using: SymmetricKey(data: key)))
  }
}
