import SemperCoding
import SemperCryptography
package import SemperExchange

// What the two sides can show of a run.
extension CellRun {
  /// A side's evidence, read again from its bytes.
  package func bundle(of role: ExchangeRole) throws -> ExchangeBundle {
    guard let side = machines[role]?.side else { preconditionFailure("both roles are played") }
    let bundle = try ExchangeBundle(side, events: events(of: role), roles: [])
    return try ExchangeBundle(canonicalBytes: bundle.canonicalBytes, limits: ExchangeBundle.limits)
  }

  /// How many events both sides have noted.
  public var entries: Int { journals.values.map(\.count).reduce(0, +) }

  /// How many different signed statements the two sides hold, those within the commitments too.
  public var statements: Int {
    get throws {
      var digests = Set(try ExchangeRole.allCases.flatMap { try bundle(of: $0).statements.map(\.digest) })
      for item in commitments.values.joined() {
        switch item.form {
        case .statement(let signed), .lock(let signed), .reversibleLock(let signed): digests.insert(signed.digest)
        case .credential(let signed, let status): digests.formUnion([signed.digest, status.digest])
        case .mail, .checkedData, .data: continue
        }
      }
      return digests.count
    }
  }
}
