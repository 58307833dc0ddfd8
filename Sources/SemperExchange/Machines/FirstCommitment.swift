import SemperCryptography

/// M1 with what it locks, read once.
struct FirstCommitment: Hashable, Sendable {
  let signed: SignedStatement
  let locked: [LockedItem]

  init(_ signed: SignedStatement) {
    self.signed = signed
    locked = signed.journalled(as: CommitOriginator.self).commitment.locked
  }

  func items(_ itemClass: ItemClass) -> [LockedItem] { locked.filter { $0.itemClass == itemClass } }

  static func == (left: Self, right: Self) -> Bool { left.signed == right.signed }
  func hash(into hasher: inout Hasher) { hasher.combine(signed) }
}
