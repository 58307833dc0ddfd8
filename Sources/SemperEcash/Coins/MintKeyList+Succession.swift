public import SemperCryptography
public import SemperModel

extension MintKeyList {
  /// Refuses with `notAsOffered` a list that is not the one after another: numbered and chained, of the same mint and
  /// currency, with every key still in it that the mint has to answer for, and with new keys announced by it.
  public func require(follows before: VerifiedStatement<MintKeyList>) throws(Refusal) {
    guard number == before.content.number + 1, previous == before.digest else {
      throw Refusal(
        .notAsOffered, blame: .provider, "the key list is not the one after number \(before.content.number)")
    }
    try requireKeys(of: before.content)
    let known = Set(before.content.keys.map(\.id))
    guard keys.allSatisfy({ known.contains($0.id) || $0.announced == issued }) else {
      throw Refusal(.notAsOffered, blame: .provider, "a key is said to be announced by an earlier list and is not")
    }
  }

  /// Refuses with `notAsOffered` a later list that lacks or changes a key of an earlier one that the mint has to answer for. A key
  /// may be revoked, once and for all.
  func requireKeys(of before: MintKeyList) throws(Refusal) {
    guard mint == before.mint, currency == before.currency, before.issued <= issued else {
      throw Refusal(.notAsOffered, blame: .provider, "the key list is another mint's, or older than the one before")
    }
    let now = Dictionary(keys.map { ($0.id, $0) }) { first, _ in first }
    for key in before.keys where issued < key.legalEnd {
      guard let later = now[key.id], later.continues(key) else {
        throw Refusal(.notAsOffered, blame: .provider, "the key list lacks or changes the key \(key.id)")
      }
    }
  }
}
