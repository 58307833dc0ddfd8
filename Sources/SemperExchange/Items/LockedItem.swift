public import SemperCoding
public import SemperCryptography
import SemperModel
public import SemperStatements

/// An item in the form that the peer can check and that only two things open: its owner's opening secret or the
/// arbiter's decision.
public struct LockedItem: Hashable, Sendable, CanonicalValue {
  public enum Form: Hashable, Sendable {
    /// A conditional statement.
    case statement(SignedStatement)
    /// A ledger's lock receipt.
    case lock(SignedStatement)
    /// Encrypted data, by the root over its ciphertext.
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
    case .lock: .lock
    case .data: .data
    }
  }

  public var json: JSON {
    let locked: JSON =
      switch form {
      case .statement(let statement), .lock(let statement): statement.json
      case .data(let data): data.json
      }
    return .fields(["class": itemClass.json, "locked": locked, "path": path.json])
  }

  public init(json: JSON) throws(CodingError) {
    var fields = try ObjectReader(json)
    path = try ItemPath.checked(fields.value("path"))
    switch try fields.value("class", as: ItemClass.self) {
    case .statement: form = .statement(try fields.value("locked"))
    case .lock: form = .lock(try fields.value("locked"))
    case .data: form = .data(try fields.value("locked"))
    }
    try fields.close()
  }
}
