import SemperCryptography
import SemperModel

/// The key of one transaction, and the seals S1 to S3 under it (EN 1546-2).
struct SessionKey: Sendable, Discreet {
  private let key: CMACKey

  init(_ key: CMACKey) { self.key = key }

  /// S1, by the purse: this card, fresh, with this balance, is ready for these terms.
  func offer(_ terms: TransactionTerms, balance: UInt32) -> Seal {
    seal(
      [0x51, terms.kind.rawValue] + terms.purse.bytes + balance.field + terms.number.field + terms.amount.field
        + terms.reference.bytes + terms.terminal.bytes + terms.random)
  }

  /// S2, by module or host: go, exactly this amount. Of an incremental purchase the total so far.
  func order(_ terms: TransactionTerms, amount: UInt32) -> Seal {
    seal(
      [0x52, terms.kind.rawValue] + terms.purse.bytes + terms.number.field + amount.field + terms.reference.bytes
        + terms.terminal.bytes + terms.random)
  }

  /// S3, by the purse: done, and this is the balance now. An amount of zero says that nothing was and will be done.
  func completion(
    _ kind: TransactionKind, purse: CardNumber, number: UInt16, amount: UInt32, balance: UInt32, reference: Digest,
    terminal: CardNumber
  ) -> Seal {
    seal(
      [0x53, kind.rawValue] + purse.bytes + number.field + amount.field + balance.field + reference.bytes
        + terminal.bytes)
  }

  private func seal(_ message: [UInt8]) -> Seal { Seal(key.tag(over: message)) }
}
