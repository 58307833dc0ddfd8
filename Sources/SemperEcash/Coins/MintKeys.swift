public import SemperCryptography
public import SemperModel

/// The denomination keys of a verified list, found by id.
public struct MintKeys: Sendable {
  public let list: VerifiedStatement<MintKeyList>
  private let byID: [Digest: DenominationKey]

  public init(_ list: VerifiedStatement<MintKeyList>) {
    self.list = list
    byID = Dictionary(list.content.keys.map { ($0.id, $0) }) { first, _ in first }
  }

  public var currency: Currency { list.content.currency }
  public subscript(id: Digest) -> DenominationKey? { byID[id] }

  /// For each denomination the key under which new coins are issued now: of several the one that issues longest.
  public func issuing(at time: Timestamp) -> [Denomination: DenominationKey] {
    var found: [Denomination: DenominationKey] = [:]
    for key in list.content.keys where key.issues(at: time) {
      if let other = found[key.denomination], other.withdrawEnd >= key.withdrawEnd { continue }
      found[key.denomination] = key
    }
    return found
  }
}
