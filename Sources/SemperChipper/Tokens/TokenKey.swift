import SemperCryptography

/// A master key that lives in a token. It has no bytes here.
public struct TokenKey: MasterKey {
  private let token: Token
  private let handle: UInt

  init(_ token: Token, _ handle: UInt) {
    self.token = token
    self.handle = handle
  }

  public func tag(over message: [UInt8]) throws -> [UInt8] { try token.tag(over: message, key: handle) }
}
