public import SemperCryptography

/// A provider's key from which those of cards are derived: in memory, or in a token that never gives it out.
public protocol MasterKey: Sendable {
  /// AES-128-CMAC under the key, 16 bytes. What is thrown means that the token could not be used now.
  func tag(over message: [UInt8]) throws -> [UInt8]
}

extension CMACKey: MasterKey {}

/// What a card's key is for. Its name is a part of the derivation.
public enum KeyUse: String, Sendable, CaseIterable {
  /// K_L: load and unload, shared by purse and provider's host.
  case load = "LOAD"
  /// K_P: purchases, shared by purses and modules.
  case purchase = "PURCHASE"
  /// K_U: changes of a purse's parameters, shared by purse and provider.
  case update = "UPDATE"
  /// K_C: collection, shared by a module and its acquirer.
  case collection = "COLLECTION"
}

extension MasterKey {
  /// `KD = CMAC(K, 01 ‖ use ‖ 00 ‖ card number ‖ version)`. A master belongs to one provider and one currency, so a card of
  /// another currency has another key.
  public func cardKey(_ use: KeyUse, of card: CardNumber, version: UInt8) throws -> CardKey {
    let message = [1] + Array(use.rawValue.utf8) + [0] + card.bytes + [version]
    do {
      return CardKey(try CMACKey(bytes: try tag(over: message)))
    } catch let error as CryptographyError {
      preconditionFailure("a tag of AES-128-CMAC is a key: \(error.code)")
    }
  }
}
