public import SemperCoding
public import SemperCryptography
import SemperModel
public import SemperStatements

/// An item in the form that the peer can check and that only two things open: its owner's opening secret or the
/// arbiter's decision.
public struct LockedItem: Hashable, Sendable, CanonicalValue {
  public enum Form: Hashable, Sendable {
    /// A conditional statement, of the giver or of an issuer.
    case statement(SignedStatement)
    /// An issuer's conditional credential, and its registry's word that it obeys the arbiter.
    case credential(SignedStatement, status: SignedStatement)
    /// A ledger's lock receipt.
    case lock(SignedStatement)
    /// A lock receipt with a settlement time.
    case reversibleLock(SignedStatement)
    /// Encrypted mail, by the root over its ciphertext.
    case mail(LockedData)
    /// Small encrypted data, likewise.
    case checkedData(LockedData)
    /// Encrypted data, likewise.
    case data(LockedData)
  }

  public let path: String
  public let form: Form

  public init(path: String, form: Form) {
    self.path = path
    self.form = form
  }

  public var itemClass: ItemClass {
    switch form {
    case .statement: .statement
    case .credential: .revocable
    case .lock: .lock
    case .reversibleLock: .reversibleLock
    case .mail: .mail
    case .checkedData: .checkedData
    case .data: .data
    }
  }

  /// The ciphertext beside the commitment, for data.
  public var ciphertext: LockedData? {
    switch form {
    case .mail(let data), .checkedData(let data), .data(let data): data
    case .statement, .credential, .lock, .reversibleLock: nil
    }
  }

  /// The ledger's receipt, for money.
  public var lockReceipt: SignedStatement? {
    switch form {
    case .lock(let receipt), .reversibleLock(let receipt): receipt
    case .statement, .credential, .mail, .checkedData, .data: nil
    }
  }

  public var json: JSON {
    var members: [(String, JSON)] = [("class", itemClass.json), ("path", path.json)]
    switch form {
    case .statement(let statement), .lock(let statement), .reversibleLock(let statement):
      members.append(("locked", statement.json))
    case .credential(let statement, let status):
      members += [("locked", statement.json), ("status", status.json)]
    case .mail(let data), .checkedData(let data), .data(let data): members.append(("locked", data.json))
    }
    return .object(JSONObject(members))
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    path = try ItemPath.checked(fields.value("path"))
    switch try fields.value("class", as: ItemClass.self) {
    case .statement: form = .statement(try fields.value("locked"))
    case .revocable: form = .credential(try fields.value("locked"), status: try fields.value("status"))
    case .lock: form = .lock(try fields.value("locked"))
    case .reversibleLock: form = .reversibleLock(try fields.value("locked"))
    case .mail: form = .mail(try fields.value("locked"))
    case .checkedData: form = .checkedData(try fields.value("locked"))
    case .data: form = .data(try fields.value("locked"))
    case .unsecured: throw CodingError(.outOfRange, "what nobody can lock cannot be committed to").inside("class")
    }
    try fields.close()
  }
}
