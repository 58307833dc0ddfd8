import SemperCryptography

/// M1 with what it locks, read once.
struct FirstCommitment: Hashable, Sendable {
  let signed: SignedStatement
  let locked: [LockedItem]

  init(_ signed: SignedStatement) {
    self.signed = signed
    locked = signed.journalled(as: CommitOriginator.self).commitment.locked
  }

  /// What of it travels as ciphertext.
  var data: [LockedItem] { locked.filter(\.itemClass.isData) }

  static func == (left: Self, right: Self) -> Bool { left.signed == right.signed }
  func hash(into hasher: inout Hasher) { hasher.combine(signed) }
}
