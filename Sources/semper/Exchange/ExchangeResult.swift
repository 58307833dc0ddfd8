import SemperCoding
import SemperExchange
import SemperModel
import SemperStatements

/// What a run of an exchange came to, in the fields that other tools rely on.
struct ExchangeResult: Sendable {
  enum Outcome: String, Sendable {
    case completed, aborted, compensated, settled, refused
    /// It has not ended: money is still locked.
    case open
  }

  /// Something of the other side's that a side holds.
  struct Holding: Sendable {
    let json: JSON
    let words: String

    /// - Parameter paid: what of a lock came over, where that is not all.
    init(_ item: DescribedItem, paid: Money? = nil) {
      func fields(_ kind: String, _ name: String, _ value: JSON) -> JSON {
        .fields(["kind": kind.json, "path": item.path.json, name: value])
      }
      switch item.description {
      case .statement(let document), .certificate(let document, _), .unsecured(let document):
        json = fields("statement", "digest", document.json)
        words = "a statement that counts, \(document)"
      case .credential(let document, _, _):
        json = fields("credential", "digest", document.json)
        words = "a credential that is valid, \(document)"
      case .lock(let amount, _, _), .reversibleLock(let amount, _, _, _):
        json = fields("money", "amount", (paid ?? amount).json)
        words = "\(paid ?? amount)"
      case .bond(let amount, _, _):
        json = fields("bond", "amount", amount.json)
        words = "the other side's bond of \(amount)"
      case .mail(let length):
        json = fields("mail", "bytes", length.json)
        words = "a message of \(length) bytes"
      case .checkedData(let content), .data(let content):
        json = fields("goods", "digest", content.root.json)
        words = "\(content.length) bytes of data, \(content.root)"
      }
    }

    /// What a sender has to show for what it has sent.
    init(_ token: NonRepudiationToken.Kind, _ statement: Digest) {
      let kind = token == .delivery ? "receipt" : "agent's token"
      json = .fields(["digest": statement.json, "kind": kind.json, "token": token.rawValue.json])
      words = "a \(kind) (\(token.rawValue)), \(statement)"
    }
  }

  let cell: FigureCell
  var outcome: Outcome
  var fair: Bool
  var reasons: [String]
  var holds: [ExchangeRole: [Holding]]
  var evidence: [String]
  var trust: String
  /// Whether the fall happened that was asked for.
  var fell: Bool?
  /// What each side found not to be as expected when it looked once more at what had come.
  var unexpected: [ExchangeRole: Refusal] = [:]
  var milliseconds: Int64

  private func held(_ role: ExchangeRole) -> JSON { .array((holds[role] ?? []).map(\.json)) }

  /// `seconds` is written with three decimals.
  var text: String {
    let whole: JSON = .fields([
      "cell": cell.rawValue.json, "evidence": evidence.json, "fair": fair.json, "fell": fell?.json,
      "level": cell.plan.level.json,
      "mode": ExchangeListCommand.mode(cell).json, "originatorHolds": held(.originator),
      "outcome": outcome.rawValue.json, "reasons": reasons.json, "responderHolds": held(.responder),
      "seconds": .number(Double(milliseconds) / 1000), "trust": trust.json,
      "unexpected": unexpected.isEmpty
        ? nil
        : .fields([
          "originator": unexpected[.originator]?.json, "responder": unexpected[.responder]?.json,
        ]),
    ])
    return String(decoding: CanonicalJSON.encode(whole), as: UTF8.self)
  }

  /// The same for people: who holds what, why that is fair, and which evidence proves it.
  var story: [String] {
    let isExchange = !cell.isTransfer
    var lines = ["", "The \(isExchange ? "exchange" : "transfer") ended: \(outcome.rawValue)."]
    for role in ExchangeRole.allCases {
      lines += ["", "The \(role.rawValue) holds of the other's"]
      let held = holds[role] ?? []
      lines += held.isEmpty ? ["  nothing"] : held.map { "  \($0.words)" }
      if let unexpected = unexpected[role] { lines.append("  It is not what was expected: \(unexpected.detail)") }
    }
    lines += ["", fair ? "This is fair:" : "This is NOT fair:"] + reasons.map { "  \($0)" }
    lines += ["", "What proves it"] + evidence.map { "  semper verify \($0) --trust \(trust)" }
    return lines
  }
}
