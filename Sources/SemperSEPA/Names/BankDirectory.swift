public import SemperBank
public import SemperCoding
public import SemperModel

/// The banks that take part in the system, with their keys.
public struct BankDirectory: Hashable, Sendable, CanonicalValue {
  private let keys: [BankCode: PublicKey]

  public init(_ keys: [BankCode: PublicKey]) { self.keys = keys }

  public subscript(code: BankCode) -> PublicKey? { keys[code] }

  /// Refuses a bank that takes no part.
  func key(of code: BankCode) throws(Refusal) -> PublicKey {
    guard let key = keys[code] else { throw TransferRejection.bank.refusal }
    return key
  }

  public var json: JSON {
    .array(keys.sorted { $0.key < $1.key }.map { .fields(["code": $0.key.json, "key": $0.value.json]) })
  }

  public init(json: JSON) throws(CodingError) {
    var keys: [BankCode: PublicKey] = [:]
    for entry in try [Entry](json: json) {
      guard keys.updateValue(entry.key, forKey: entry.code) == nil else {
        throw CodingError(.duplicateName, "a bank comes twice")
      }
    }
    self.keys = keys
  }

  private struct Entry: CanonicalValue {
    let code: BankCode
    let key: PublicKey

    var json: JSON { .fields(["code": code.json, "key": key.json]) }

    init(json: JSON) throws(CodingError) {
      var fields = try ObjectReader(json)
      code = try fields.value("code")
      key = try fields.value("key")
      try fields.close()
    }
  }
}
